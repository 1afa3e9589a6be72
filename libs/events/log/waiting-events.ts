import type { EventId } from '#contract';
import type { LoggedEvent } from '../logged-event.ts';
import type { LostRange, LostRanges } from './lost-ranges.ts';

/** Events that may wait for a store that stalls or fails; then the oldest are let go. */
export const QUEUE_EVENTS = 100_000;
/** Events that are let go at a time. */
const LET_GO_EVENTS = 500;

/** What the store is handed at a time. */
export interface Commit {
  events: readonly LoggedEvent[];
  /** Holes before them that it has not been told of. */
  lost: readonly LostRange[];
}

/** The events that wait for the store, oldest first: bounded, whatever becomes of the store. */
export class WaitingEvents {
  readonly #events: LoggedEvent[] = [];
  /** How many at the head the store is working on. */
  #inFlight = 0;
  /** Holes that the store has not been told of. */
  #unrecorded: LostRange[] = [];

  /** `lost` is told of what has to be let go. */
  constructor(private readonly lost: LostRanges) {}

  get count(): number {
    return this.#events.length;
  }

  get isFull(): boolean {
    return this.#events.length >= QUEUE_EVENTS;
  }

  /** All of them; not a copy. */
  get all(): readonly LoggedEvent[] {
    return this.#events;
  }

  push(event: LoggedEvent): void {
    this.#events.push(event);
  }

  /** The oldest, `limit` at most, for the store to work on. They stay until it has answered. */
  take(limit: number): Commit {
    const events = this.#events.slice(0, limit);
    this.#inFlight = events.length;
    return { events, lost: this.#unrecorded };
  }

  /** The store has them: they leave. */
  stored({ events, lost }: Commit): void {
    this.#inFlight = 0;
    this.#events.splice(0, events.length);
    if (lost.length > 0) this.#unrecorded = this.#unrecorded.filter((range) => !lost.includes(range));
  }

  /** The store has failed: they stay. */
  refused(): void {
    this.#inFlight = 0;
  }

  /** Lets the oldest go that the store is not working on; returns how many. */
  letGoOldest(): number {
    const gone = this.#events.splice(this.#inFlight, LET_GO_EVENTS);
    const [first] = gone;
    const last = gone.at(-1);
    if (!first || !last) return 0;
    // Ids are dense within a run; what lies between the first and the last of these was let go before.
    const after = String(Number(first.id) - 1) as EventId;
    // A new list: the one that the store was handed stays as it was.
    this.#unrecorded = [...this.#unrecorded, this.lost.add({ after, last: last.id })];
    return gone.length;
  }
}
