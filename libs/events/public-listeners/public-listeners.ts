import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventEmitter2, EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import { compareEventIds, type CrowsnestEvent, type EventId } from '#contract';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import type { EventBatch } from '../encoding/event-batch.ts';
import { EventLog } from '../log/event-log.ts';
import type { LoggedEvent } from '../encoding/logged-event.ts';
import { deferredFunctionOf } from './deferred-listener.ts';

const CATCH_UP_EVENTS = 1_000;

/**
 * Delivers committed events to the application's listeners, by type, on the application's own emitter. Nest adds
 * `@OnEvent` listeners only at the end of the bootstrap; events committed before that are then read from the log.
 */
@Injectable()
export class PublicListeners implements OnModuleInit {
  /** Every event up to this id was delivered; undefined until the first batch. */
  #position: EventId | undefined;
  #isLive = false;

  constructor(
    private readonly emitter: EventEmitter2,
    private readonly watcher: EventEmitterReadinessWatcher,
    private readonly log: EventLog,
    private readonly guard: DeliveryGuard,
  ) {}

  onModuleInit(): void {
    // Not awaited: the listeners are complete only after this hook. If Nest fails to add them, everything else still
    // works.
    const ready = this.watcher.waitUntilReady().catch(() => undefined);
    this.guard.run('Stage "public listeners"', () => ready.then(() => this.#goLive()));
  }

  deliver(batch: EventBatch): void {
    this.#position ??= batch.after;
    if (this.#isLive) this.#deliverNew(batch.events);
  }

  async #goLive(): Promise<void> {
    try {
      while (this.#position && compareEventIds(this.#position, this.log.last) < 0) {
        const { last } = this.log;
        const events = await this.log.read({ after: this.#position, limit: CATCH_UP_EVENTS });
        this.#deliverNew(events);
        // No event up to this id can be read any more, even if the log has lost some.
        if (events.length === 0) this.#position = last;
      }
    } finally {
      this.#isLive = true;
    }
  }

  #deliverNew(events: readonly LoggedEvent[]): void {
    // Checked once for the whole batch, because most servers have no listener.
    const isListenedTo = this.#isListenedTo;
    for (const event of isListenedTo ? events : events.slice(-1)) {
      if (this.#position && compareEventIds(event.id, this.#position) <= 0) continue;
      this.#position = event.id;
      if (isListenedTo) this.#emit(event);
    }
  }

  get #isListenedTo(): boolean {
    return this.emitter.listenersAny().length > 0 || this.emitter.eventNames().length > 0;
  }

  // Does not use `emit`, which stops at the first listener that throws and ignores a rejected promise.
  #emit({ type, json }: LoggedEvent): void {
    const { emitter, guard } = this;
    const anyListeners = [...emitter.listenersAny()];
    const listeners = [...emitter.listeners(type)];
    if (anyListeners.length + listeners.length === 0) return;
    // A copy, because a listener may change its event, which must not affect the projections.
    const event = JSON.parse(json) as CrowsnestEvent;
    const call = (listener: (...values: unknown[]) => unknown, ...values: unknown[]): void =>
      guard.run(`A listener of "${type}"`, () => {
        Object.assign(emitter, { event: type });
        return listener.apply(emitter, values);
      });
    for (const listener of anyListeners) call(listener, type, event);
    for (const listener of listeners) {
      const deferred = deferredFunctionOf(listener);
      if (deferred) setImmediate(call, deferred, event);
      else call(listener, event);
    }
  }
}
