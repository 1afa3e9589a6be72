import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { UncommittedEvent } from '#contract';
import type { EventBatch } from '../encoding/event-batch.ts';
import { DeliveryGuard } from './delivery-guard.ts';

/** Everything that the libraries say to each other about events. */
export interface BusMessages {
  /** An event was published: stamped, and not yet ordered by the log. */
  happened: UncommittedEvent;
  /** The log has ordered a batch of events and kept it. */
  committed: EventBatch;
}

export type BusKind = keyof BusMessages;

/**
 * The bus between the libraries: an EventEmitter2 of our own that no application can reach, with typed kinds and
 * guarded delivery. Listeners are called in the order in which they were added.
 */
@Injectable()
export class EventBus {
  readonly #emitter = new EventEmitter2({ maxListeners: 0 });

  constructor(private readonly guard: DeliveryGuard) {}

  /** Calls every listener of a kind; never throws. */
  emit<K extends BusKind>(kind: K, payload: BusMessages[K]): void {
    this.#emitter.emit(kind, payload);
  }

  /** Adds a listener. What it throws or rejects with is logged and counted under its name. */
  on<K extends BusKind>(kind: K, name: string, listener: (payload: BusMessages[K]) => unknown): void {
    this.#emitter.on(kind, (payload: BusMessages[K]) => this.guard.run(name, () => listener(payload)));
  }
}
