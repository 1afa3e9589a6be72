import type { EventId, UncommittedEvent } from '#contract';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import { encloses, type LostRange, type LostRanges } from '../losses/lost-ranges.ts';
import { QUEUE_EVENTS } from '../queue-bound.ts';
import type { IdSequence } from './id-sequence.ts';

/** Maximum number of events that are encoded together. */
const NUMBERED_TOGETHER = 128;
/** Number of events that are dropped at a time. */
const DROPPED_EVENTS = 500;

/** The content of one commit. */
export interface Commit {
  events: readonly LoggedEvent[];
  /** Ranges of lost events before these events that the store has not recorded yet. */
  lost: readonly LostRange[];
}

/** How to number events, and where to report those that cannot be stored. */
export interface WaitingOptions {
  /** The id of the last event before the queue. */
  last: EventId;
  ids: IdSequence;
  /** Records the dropped events. */
  lost: LostRanges;
  refused: (event: UncommittedEvent, error: unknown) => void;
}

/**
 * The events that wait for the store, oldest first, in a bounded number. They are numbered and encoded many at a time,
 * when they are first read, so appending an event costs almost nothing.
 */
export class WaitingEvents {
  readonly #events: LoggedEvent[] = [];
  readonly #unnumbered: UncommittedEvent[] = [];
  /** Number of events at the head that the store is writing. */
  #inFlight = 0;
  /** The id of the last event that has left the queue. */
  #before: EventId;
  /** Ranges of lost events that the store has not recorded yet. */
  #unrecorded: LostRange[] = [];

  constructor(private readonly options: WaitingOptions) {
    this.#before = options.last;
  }

  /** The id of the last event that has left the queue. */
  get before(): EventId {
    return this.#before;
  }

  get count(): number {
    return this.#events.length + this.#unnumbered.length;
  }

  get isFull(): boolean {
    return this.count >= QUEUE_EVENTS;
  }

  /** All waiting events; not a copy. */
  get all(): readonly LoggedEvent[] {
    this.#number();
    return this.#events;
  }

  push(event: UncommittedEvent): void {
    this.#unnumbered.push(event);
  }

  /**
   * Returns the oldest events, at most `limit`, for the store to write. They stay in the queue until it has answered.
   */
  take(limit: number): Commit {
    this.#number(limit);
    const events = this.#events.slice(0, limit);
    this.#inFlight = events.length;
    return { events, lost: this.#unrecorded };
  }

  /** Removes the events that the store has written. */
  stored({ events, lost }: Commit): void {
    this.#inFlight = 0;
    this.#before = events.at(-1)?.id ?? this.#before;
    this.#events.splice(0, events.length);
    if (lost.length > 0) this.#unrecorded = this.#unrecorded.filter((range) => !lost.includes(range));
  }

  /** Keeps the events after the store has failed. */
  failed(): void {
    this.#inFlight = 0;
  }

  /** Drops the oldest events that the store is not writing; returns how many. */
  dropOldest(): number {
    this.#number();
    const after = this.#events[this.#inFlight - 1]?.id ?? this.#before;
    const dropped = this.#events.splice(this.#inFlight, DROPPED_EVENTS);
    const [first, newest] = [dropped[0], dropped.at(-1)];
    if (!first || !newest) return 0;
    if (this.#inFlight === 0) this.#before = newest.id;
    const [from, to] = [first.event.timestamp, newest.event.timestamp];
    this.#record({ after, last: newest.id, from, to, missing: dropped.length });
    return dropped.length;
  }

  /**
   * Replaces the list instead of changing it, because the store may be reading the old one. It never has more ranges
   * than `lost`.
   */
  #record(range: LostRange): void {
    const wholes = this.options.lost.add(range);
    const others = this.#unrecorded.filter((other) => !wholes.some((whole) => encloses(whole, other)));
    this.#unrecorded = [...others, ...wholes];
  }

  /** Numbers events until `wanted` are numbered. */
  #number(wanted = Infinity): void {
    const { ids, refused } = this.options;
    while (this.#events.length < wanted && this.#unnumbered.length > 0) {
      const some = this.#unnumbered.splice(0, NUMBERED_TOGETHER);
      for (const event of LoggedEvent.number(some, () => ids.next(), refused)) this.#events.push(event);
    }
  }
}
