/** Who a request comes from, as its key says. */
export interface Agent {
  tenantId: string;
  /** Tells the keys of a tenant apart without showing them; `anonymous` where no keys are configured. */
  principal: string;
}
