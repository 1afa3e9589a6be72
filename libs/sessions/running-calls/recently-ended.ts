/** Maximum number of ended calls that are remembered: about 1 MB. */
const REMEMBERED = 10_000;

/**
 * The calls that ended recently in this process, with their tenants. So an admin who cancels a call a moment too late
 * learns that it has ended. It is a ring that is searched, because every call is added and hardly any is looked up.
 */
export class RecentlyEnded {
  readonly #callIds: string[] = [];
  readonly #tenantIds: string[] = [];
  #next = 0;

  add(callId: string, tenantId: string): void {
    this.#callIds[this.#next] = callId;
    this.#tenantIds[this.#next] = tenantId;
    this.#next = (this.#next + 1) % REMEMBERED;
  }

  tenantOf(callId: string): string | undefined {
    return this.#tenantIds[this.#callIds.indexOf(callId)];
  }
}
