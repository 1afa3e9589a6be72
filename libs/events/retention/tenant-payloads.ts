import { compareEventIds, type EventId } from '#contract';
import type { EncodedEvents } from '../encoding/encoded-events.ts';
import type { EventLog } from '../log/event-log.ts';
import { slicesOf } from '../log/read-slices.ts';
import { erasePayloadsOf, PAYLOAD_TYPES } from './erase-payloads.ts';

/** Erases the payloads of one tenant once they are as old as they may become. It remembers how far it has come. */
export class TenantPayloads {
  #position: EventId | undefined;
  /** Number of events that were too old since the process began. */
  #passed = 0;

  constructor(
    private readonly log: EventLog,
    private readonly tenantId: string,
    /** In milliseconds. */
    private readonly maxAgeMs: number,
  ) {}

  /**
   * Erases what has become too old, page by page. Resolves with whether anything has since the last time, no matter which
   * instance has erased it. Rejects when the log does not answer; what was erased until then stays erased.
   */
  async expire(): Promise<boolean> {
    const before = new Date(Math.max(0, Date.now() - this.maxAgeMs)).toISOString();
    const filter = { tenants: [this.tenantId], types: PAYLOAD_TYPES };
    const { last: upTo } = this.log;
    const passed = this.#passed;
    for (let after = this.#after; compareEventIds(after, upTo) < 0; after = this.#after) {
      const { events, last = upTo, isFull } = await this.log.readPage({ after, upTo, filter });
      if (!(await this.#expireUntil(before, events))) break;
      // Up to here nothing is left to look at again.
      this.#position = isFull ? last : upTo;
    }
    return this.#passed > passed;
  }

  get #after(): EventId {
    return this.#position ?? this.log.start;
  }

  /** Stops at the first event that is young enough to keep its payload. Resolves with whether there was none. */
  async #expireUntil(before: string, events: EncodedEvents): Promise<boolean> {
    for await (const slice of slicesOf(events)) {
      const young = slice.findIndex(({ timestamp }) => timestamp >= before);
      const old = young < 0 ? slice : slice.slice(0, young);
      await erasePayloadsOf(this.log, old);
      this.#passed += old.length;
      this.#position = old.at(-1)?.id ?? this.#position;
      if (young >= 0) return false;
    }
    return true;
  }
}
