/** Calls that are remembered after their end: about 2 MB. */
const REMEMBERED = 10_000;

/**
 * Which calls have ended lately, and whose they were: who cancels a call a moment too late learns that it
 * has ended, rather than that it never was. Of this process alone, and forgotten with it.
 */
export class RecentlyEnded {
  readonly #tenants = new Map<string, string>();
  /** The same ids in a ring: the oldest is found without looking for it. */
  readonly #ring: string[] = [];
  #next = 0;

  add(callId: string, tenantId: string): void {
    const oldest = this.#ring[this.#next];
    if (oldest !== undefined) this.#tenants.delete(oldest);
    this.#ring[this.#next] = callId;
    this.#next = (this.#next + 1) % REMEMBERED;
    this.#tenants.set(callId, tenantId);
  }

  tenantOf(callId: string): string | undefined {
    return this.#tenants.get(callId);
  }
}
