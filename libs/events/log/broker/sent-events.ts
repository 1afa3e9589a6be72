import type { UncommittedEvent } from '#contract';
import { QUEUE_EVENTS } from '../queue-bound.ts';

interface SentEvent {
  json: string;
  event: UncommittedEvent;
}

/**
 * The events of this process that were sent and not read back yet, in order, in a bounded number. An event that is found
 * here when it is read back does not have to be parsed.
 */
export class SentEvents {
  #sent: SentEvent[] = [];
  /** Index of the first event that was not read back yet. */
  #head = 0;

  add(json: string, event: UncommittedEvent): void {
    // Nothing is read back for long: what comes is parsed then.
    if (this.#sent.length >= QUEUE_EVENTS) this.clear();
    this.#sent.push({ json, event });
  }

  /** The event with this JSON, if it is the next one of this process. */
  take(json: string): UncommittedEvent | undefined {
    const next = this.#sent[this.#head];
    if (next?.json !== json) return undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#sent.length) this.#dropTaken();
    return next.event;
  }

  /** Forgets all: some of them will not come back. */
  clear(): void {
    this.#sent = [];
    this.#head = 0;
  }

  #dropTaken(): void {
    this.#sent = this.#sent.slice(this.#head);
    this.#head = 0;
  }
}
