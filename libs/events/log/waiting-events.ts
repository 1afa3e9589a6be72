import type { EventId, UncommittedEvent } from '#contract';
import { LoggedEvent } from '../logged-event.ts';
import type { IdSequence } from './id-sequence.ts';
import type { LostRange, LostRanges } from './lost-ranges.ts';

/** Events that may wait for a store that stalls or fails; then the oldest are let go. */
export const QUEUE_EVENTS = 100_000;
/** Events that are encoded as one text, at most. */
const NUMBERED_TOGETHER = 128;
/** Events that are let go at a time. */
const LET_GO_EVENTS = 500;

/** What the store is handed at a time. */
export interface Commit {
  events: readonly LoggedEvent[];
  /** Holes before them that it has not been told of. */
  lost: readonly LostRange[];
}

/**
 * The events that wait for the store, oldest first: bounded, whatever becomes of the store. They are numbered and
 * encoded many at a time, when somebody asks for them: to come in costs an event next to nothing.
 */
export class WaitingEvents {
  readonly #events: LoggedEvent[] = [];
  readonly #unnumbered: UncommittedEvent[] = [];
  /** How many at the head the store is working on. */
  #inFlight = 0;
  /** Holes that the store has not been told of. */
  #unrecorded: LostRange[] = [];

  /** `lost` is told of what has to be let go. */
  constructor(
    private readonly ids: IdSequence,
    private readonly lost: LostRanges,
  ) {}

  get count(): number {
    return this.#events.length + this.#unnumbered.length;
  }

  get isFull(): boolean {
    return this.count >= QUEUE_EVENTS;
  }

  /** All of them; not a copy. */
  get all(): readonly LoggedEvent[] {
    this.#number();
    return this.#events;
  }

  push(event: UncommittedEvent): void {
    this.#unnumbered.push(event);
  }

  /** The oldest, `limit` at most, for the store to work on. They stay until it has answered. */
  take(limit: number): Commit {
    this.#number(limit);
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
    this.#number();
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

  /** Numbers events until so many are. */
  #number(wanted = Infinity): void {
    while (this.#events.length < wanted && this.#unnumbered.length > 0) {
      const some = this.#unnumbered.splice(0, NUMBERED_TOGETHER);
      for (const event of LoggedEvent.number(some, () => this.ids.next())) this.#events.push(event);
    }
  }
}
