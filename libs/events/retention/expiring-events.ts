import { compareEventIds, isAudited, positionBefore, type EventFilter, type EventId } from '#contract';
import type { EncodedEvents } from '../encoding/encoded-events.ts';
import type { LoggedEvent } from '../encoding/logged-event.ts';
import type { EventLog } from '../log/event-log.ts';
import { slicesOf } from '../log/read-slices.ts';
import { erasePayloadsOf } from './erase-payloads.ts';

/**
 * Drops the events of one tenant or of one type once they are as old as they may become, while those around them stay. What
 * admins did has a time of its own, and is passed over. It remembers how far it has come.
 */
export class ExpiringEvents {
  #position: EventId | undefined;
  /** The last event that was dropped: what is lost next follows on from it, so the log knows one range and not many. */
  #dropped: EventId | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly filter: Pick<EventFilter, 'tenants' | 'types'>,
    /** In milliseconds. */
    private readonly maxAgeMs: number,
  ) {}

  /**
   * Drops what has become too old, page by page, up to and including an id. Resolves with whether there was anything.
   * Rejects when the log does not answer; what was dropped until then stays dropped.
   */
  async expire(upTo: EventId): Promise<boolean> {
    const before = new Date(Date.now() - this.maxAgeMs).toISOString();
    const dropped = this.#dropped;
    for (let after = this.#after; compareEventIds(after, upTo) < 0; after = this.#after) {
      const { events, last = upTo, isFull } = await this.log.readPage({ after, upTo, filter: this.filter });
      if (!(await this.#expireUntil(before, events))) break;
      this.#position = isFull ? last : upTo;
    }
    return this.#dropped !== dropped;
  }

  get #after(): EventId {
    const { start } = this.log;
    return this.#position === undefined || compareEventIds(this.#position, start) < 0
      ? start
      : this.#position;
  }

  /** Stops at the first event that is young enough to stay. Resolves with whether there was none. */
  async #expireUntil(before: string, events: EncodedEvents): Promise<boolean> {
    for await (const slice of slicesOf(events)) {
      const young = slice.findIndex(({ timestamp }) => timestamp >= before);
      const old = young < 0 ? slice : slice.slice(0, young);
      await this.#drop(old.filter(({ type }) => !isAudited(type)));
      this.#position = old.at(-1)?.id ?? this.#position;
      if (young >= 0) return false;
    }
    return true;
  }

  async #drop(events: readonly LoggedEvent[]): Promise<void> {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    // A broker keeps them beside its events.
    await erasePayloadsOf(this.log, events);
    const after = this.#dropped ?? positionBefore(first.id);
    const times = { from: first.timestamp, to: last.timestamp };
    const ids = events.map(({ id }) => id);
    await this.log.dropEvents(ids, { after, last: last.id, ...times, missing: ids.length });
    this.#dropped = last.id;
  }
}
