import { setImmediate } from 'node:timers/promises';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DeliveryGuard } from './bus/delivery-guard.ts';
import { EventBus } from './bus/event-bus.ts';
import { EventPublisher } from './event-publisher.ts';
import { EventTail } from './event-tail.ts';
import { EventLog } from './log/event-log.ts';
import { ProjectionKeeper } from './projections/projection-keeper.ts';

/** Opens the log before anybody is served, and closes it after the last event. */
@Injectable()
export class EventsLifecycle implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly bus: EventBus,
    private readonly publisher: EventPublisher,
    private readonly guard: DeliveryGuard,
    private readonly log: EventLog,
    private readonly tail: EventTail,
    private readonly projections: ProjectionKeeper,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.log.open();
    // The projections hold the past, and nothing of this process, before the first event is committed.
    await this.projections.restore();
    this.log.follow({
      committed: (batch) => this.bus.emit('committed', batch),
      publish: (draft) => this.publisher.publish(draft),
      refused: (event, error) => this.guard.report(`An event of type "${event.type}"`, error),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.log.flush();
    this.tail.complete();
    // The streams end with the tail: their last frames leave before the connections are closed.
    await setImmediate();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.projections.close();
    await this.log.close();
  }
}
