import type { UncommittedEvent } from '#contract';
import type { SplitEvent } from '../../../encoding/payload-beside.ts';
import { QUEUE_EVENTS } from '../../queue-bound.ts';

interface SentEvent extends OwnEvent {
  stored: string;
}

/** An event of this process, and its JSON with its payload. */
export interface OwnEvent {
  event: UncommittedEvent;
  whole: string;
}

/**
 * The events of this process that were sent and not read back yet, in order, in a bounded number. An event that is found
 * here when it is read back does not have to be parsed.
 */
export class SentEvents {
  #sent: SentEvent[] = [];
  /** Index of the first event that was not read back yet. */
  #head = 0;

  add({ stored, whole }: SplitEvent, event: UncommittedEvent): void {
    // Nothing is read back for long: what comes is parsed then.
    if (this.#sent.length >= QUEUE_EVENTS) this.clear();
    this.#sent.push({ stored, whole, event });
  }

  /** The event that was stored as this JSON, if it is the next one of this process. */
  take(json: string): OwnEvent | undefined {
    const next = this.#sent[this.#head];
    if (next?.stored !== json) return undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#sent.length) this.#dropTaken();
    return next;
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
