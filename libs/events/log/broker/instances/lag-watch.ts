import { compareEventIds, type EventId, type InstanceLag } from '#contract';

/** A position that was the end of the log at some time of `performance.now()`. */
interface SeenEnd {
  last: EventId;
  at: number;
}

/** Maximum number of remembered ends: those of about an hour. */
const MAX_ENDS = 1_500;

/** Measures how far this process is behind the log that the broker holds, in events and in time. */
export class LagWatch {
  /** Ends of the log that were not delivered when they were seen, oldest first. */
  #ends: SeenEnd[] = [];
  #last: EventId | undefined;

  constructor(private readonly numberOf: (id: EventId) => number) {}

  /** Notes the end of the log. */
  saw(last: EventId, now: number): void {
    this.#last = last;
    this.#ends.push({ last, at: now });
    if (this.#ends.length > MAX_ENDS) this.#ends.splice(1, 1);
  }

  /** The lag of a process that has delivered the events up to a position. */
  measure(delivered: EventId, now: number): InstanceLag {
    this.#ends = this.#ends.filter(({ last }) => compareEventIds(last, delivered) > 0);
    const events = this.#last === undefined ? 0 : this.numberOf(this.#last) - this.numberOf(delivered);
    const [oldest] = this.#ends;
    return { events: Math.max(0, events), ms: oldest ? Math.round(now - oldest.at) : 0 };
  }
}
