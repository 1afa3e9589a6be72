/** Calls that are remembered after their end: about 1 MB. */
const REMEMBERED = 10_000;

/**
 * Which calls have ended lately, and whose they were: who cancels a call a moment too late learns that it
 * has ended, rather than that it never was. Of this process alone, and forgotten with it. Every call is
 * added and hardly one is asked for, so they lie in a ring that is searched.
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
