import type { LimitName, QuotaScope } from '../events/quota-events.ts';
import type { EventId } from '../ids.ts';

/** How much of a limit is used. */
export interface QuotaView {
  scope: QuotaScope;
  /** The name of the agent or of the tenant. */
  name: string;
  tenantId: string;
  /** The id of the agent's principal. Missing for a tenant. */
  principal?: string;
  limit: LimitName;
  used: number;
  max: number;
  /** Length of the window in which uses are counted, in milliseconds. Missing for what is counted at a time. */
  windowMs?: number;
}

/** `GET /quotas`: the limits, the most used first. */
export interface QuotaList {
  asOf: EventId;
  quotas: QuotaView[];
}
