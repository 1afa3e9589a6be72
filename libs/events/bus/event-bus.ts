import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { UncommittedEvent } from '#contract';
import type { EventBatch } from '../encoding/event-batch.ts';
import type { CommitAttempt } from '../log/event-log.ts';
import { DeliveryGuard } from './delivery-guard.ts';

/** Events that were dropped: because too many waited for the log, or because they have no JSON. */
export interface DroppedEvents {
  count: number;
  reason: 'queue-full' | 'no-json';
}

/** Messages between the libraries about events. */
export interface BusMessages {
  /** An event was published: it is stamped, and not yet ordered by the log. */
  happened: UncommittedEvent;
  /** The log has ordered and stored a batch of events. */
  committed: EventBatch;
  /** The log has tried to store events. */
  attempted: CommitAttempt;
  /** Events were dropped before the log had them. */
  dropped: DroppedEvents;
  /** The instances that share the log have been heard, as they are at intervals of a few seconds. */
  heard: undefined;
  /** The other instances have given this process up. Its sessions and calls have ended in the log. */
  givenUp: undefined;
}

/** A kind of message on the bus. */
export type BusKind = keyof BusMessages;

/**
 * The bus between the libraries: a private EventEmitter2 that no application can reach, with typed messages and guarded
 * delivery. Listeners are called in the order in which they were added.
 */
@Injectable()
export class EventBus {
  readonly #emitter = new EventEmitter2({ maxListeners: 0 });

  constructor(private readonly guard: DeliveryGuard) {}

  /** Calls every listener of a kind; never throws. */
  emit<K extends BusKind>(kind: K, payload: BusMessages[K]): void {
    this.#emitter.emit(kind, payload);
  }

  /** Adds a listener. If it throws or rejects, the failure is logged and counted under its name. */
  on<K extends BusKind>(kind: K, name: string, listener: (payload: BusMessages[K]) => unknown): void {
    this.#emitter.on(kind, (payload: BusMessages[K]) => this.guard.pass(name, listener, payload));
  }
}
