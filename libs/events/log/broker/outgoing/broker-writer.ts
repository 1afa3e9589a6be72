import type { CommitAttempt } from '../../event-log.ts';
import { isGivenUp } from '../../log-error.ts';
import type { Broker, OutgoingBatch } from '../broker.ts';
import type { BrokerHealth } from '../broker-health.ts';
import type { LogView } from '../log-view.ts';
import type { OutgoingEvents } from './outgoing-events.ts';
import type { Pause } from '../waiting/pause.ts';

/** What the writer works with. */
export interface WriterParts {
  broker: Broker;
  view: LogView;
  outgoing: OutgoingEvents;
  health: BrokerHealth;
  pause: Pause;
  /** Called when the other instances have given up the one that wanted to append. */
  givenUp: (instance: string) => void;
  /** Called when the queue may have become shorter. */
  changed: () => void;
  /** Called when the broker has answered, or has not in time. */
  attempted: (attempt: CommitAttempt) => void;
}

/** Sends the waiting events to the broker, one batch after the other, each until the broker has acknowledged it. */
export class BrokerWriter {
  /** Whether waiting events are being sent. Cleared in the same turn in which no event is found: none is overlooked. */
  #isSending = false;
  #allSent = Promise.resolve();
  #soon: NodeJS.Immediate | undefined;
  #isClosing = false;

  constructor(private readonly parts: WriterParts) {}

  /** Sends what waits, at the end of this turn of the event loop: what is published in one turn goes together. */
  wake(): void {
    if (this.#isSending || this.#soon) return;
    this.#soon = setImmediate(() => {
      this.#soon = undefined;
      void this.#work();
    });
  }

  /** Sends what waits; gives up at the first failure. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearImmediate(this.#soon);
    await this.#work();
  }

  #work(): Promise<void> {
    if (!this.#isSending) this.#allSent = this.#sendAll();
    return this.#allSent;
  }

  async #sendAll(): Promise<void> {
    const { outgoing, changed } = this.parts;
    this.#isSending = true;
    for (let batch = outgoing.next(), isRepeated = false; batch; batch = outgoing.next()) {
      isRepeated = !(await this.#send(batch, isRepeated));
      if (isRepeated && this.#isClosing) break;
    }
    this.#isSending = false;
    changed();
  }

  /** Sends a batch; resolves with whether the broker has acknowledged it. */
  async #send(batch: OutgoingBatch, isRepeated: boolean): Promise<boolean> {
    const { broker, view, outgoing, health, pause, givenUp, changed } = this.parts;
    try {
      // The log may not be what it was: its data may have been deleted, or another server may have taken over.
      if (isRepeated) view.apply(await broker.attend(view.known));
      view.moved(await this.#append(batch));
      outgoing.acknowledged();
      health.works('append');
      changed();
      return true;
    } catch (error) {
      if (isGivenUp(error)) givenUp(batch.instance);
      else await pause.for(health.failed('append', error));
      return false;
    }
  }

  /** Appends a batch, and tells how long that took. */
  async #append(batch: OutgoingBatch): ReturnType<Broker['append']> {
    const { broker, view, attempted } = this.parts;
    const began = performance.now();
    let isStored = false;
    try {
      const appended = await broker.append(batch, view.known);
      isStored = true;
      return appended;
    } finally {
      attempted({ durationMs: performance.now() - began, isStored });
    }
  }
}
