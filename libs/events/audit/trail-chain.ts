import { randomUUID } from 'node:crypto';
import type { UncommittedEvent } from '#contract';
import { hashOfEvent } from './hash-of-event.ts';

/** The chain of the audit events that this process publishes: each one names the hash of the one before it. */
export class TrailChain {
  readonly #id = randomUUID();
  #seq = 0;
  #previous = '';

  /** Begins the chain after an event of another one. Has no effect once it has begun. */
  follow(newest: UncommittedEvent | undefined): void {
    if (newest && this.#seq === 0) this.#previous = hashOfEvent(newest);
  }

  /** The event with its place in the chain. */
  add(event: UncommittedEvent): UncommittedEvent {
    const chain = { id: this.#id, seq: this.#seq + 1, previous: this.#previous };
    const linked = { ...event, data: { ...event.data, chain } } as UncommittedEvent;
    this.#previous = hashOfEvent(linked);
    this.#seq = chain.seq;
    return linked;
  }
}
