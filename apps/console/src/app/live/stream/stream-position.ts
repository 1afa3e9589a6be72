import { compareEventIds, type EventId } from '#contract';

/** The position of a stream, and whether the stream is still catching up after it was resumed. */
export class StreamPosition {
  #last: EventId | undefined;
  /** The last event at the time when the stream was resumed, until the stream has reached it. */
  #goal: EventId | undefined;

  constructor(last?: EventId) {
    this.#last = last;
  }

  /** The id to resume after; undefined to start from a snapshot. */
  get last(): EventId | undefined {
    return this.#last;
  }

  get isCatchingUp(): boolean {
    return this.#goal !== undefined;
  }

  /** Called when the stream was resumed; `goal` is the last event of the log. */
  catchUpTo(goal: EventId): void {
    this.#goal = this.#isBefore(goal) ? goal : undefined;
  }

  /** Called when the connection has ended. */
  stopCatchingUp(): void {
    this.#goal = undefined;
  }

  /** Moves to an event, unless it is undefined. Returns whether the stream has just caught up. */
  moveTo(id: EventId | undefined): boolean {
    this.#last = id ?? this.#last;
    if (!this.#goal || this.#isBefore(this.#goal)) return false;
    this.#goal = undefined;
    return true;
  }

  #isBefore(id: EventId): boolean {
    return this.#last !== undefined && compareEventIds(this.#last, id) < 0;
  }
}
