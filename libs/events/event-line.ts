import { setImmediate } from 'node:timers/promises';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { UncommittedEvent } from '#contract';
import { EVENT_PUBLISHED, EVENTS_COMMITTED } from './event-names.ts';
import { EventTail } from './event-tail.ts';
import { EventLog } from './log/event-log.ts';
import type { EventBatch } from './event-batch.ts';
import { ProjectionKeeper } from './projection-keeper.ts';

/**
 * The way of every event: from the publisher into the log, and once committed to the projections, to
 * the live tail that streams read, and to everybody who listens for its type, in this order.
 */
@Injectable()
export class EventLine implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly bus: EventEmitter2,
    private readonly log: EventLog,
    private readonly tail: EventTail,
    private readonly projections: ProjectionKeeper,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.log.open((batch) => this.#committed(batch));
    await this.projections.restore();
    // Not by `@OnEvent`, which awaits each listener: this is on the way of every call.
    this.bus.on(EVENT_PUBLISHED, (event: UncommittedEvent) => this.log.append(event));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.log.flush();
    this.tail.complete();
    // The streams have ended with it: their last frames leave before the connections are closed.
    await setImmediate();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.projections.close();
    await this.log.close();
  }

  #committed(batch: EventBatch): void {
    this.bus.emit(EVENTS_COMMITTED, batch);
    this.tail.push(batch);
    for (const { type, event } of batch.events) this.bus.emit(type, event);
    batch.settle();
  }
}
