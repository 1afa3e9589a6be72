import { Global, Module } from '@nestjs/common';
import { ShutdownModule } from '#shutdown';
import { DeliveryGuard } from './bus/delivery-guard.ts';
import { EventBus } from './bus/event-bus.ts';
import { EventPipe } from './event-pipe.ts';
import { EventPublisher } from './event-publisher.ts';
import { EventTail } from './event-tail.ts';
import { EventsLifecycle } from './events-lifecycle.ts';
import {
  ConfigurableModuleClass,
  EVENTS_MODULE_OPTIONS,
  type EventsModuleOptions,
} from './events.module-definition.ts';
import { InstanceKeeper } from './instances/instance-keeper.ts';
import { InstancesProjection } from './instances/instances-projection.ts';
import { EventLog } from './log/event-log.ts';
import { createEventLog } from './log/create-event-log.ts';
import { ProjectionKeeper } from './projections/projection-keeper.ts';
import { ApplicationEmitterModule } from './nest/application-emitter.module.ts';
import { PublicListeners } from './public-listeners/public-listeners.ts';
import { EventRetention } from './retention/event-retention.ts';
import { PayloadRetention } from './retention/payload-retention.ts';
import { RetentionRules } from './retention/retention-rules.ts';

/** The event pipe. Global: every module publishes to it or reads from it. */
@Global()
@Module({
  imports: [ApplicationEmitterModule, ShutdownModule],
  providers: [
    {
      provide: EventLog,
      inject: [EVENTS_MODULE_OPTIONS],
      useFactory: ({ log, ...retention }: EventsModuleOptions): EventLog => createEventLog(log, retention),
    },
    DeliveryGuard,
    EventBus,
    ProjectionKeeper,
    EventTail,
    PublicListeners,
    EventPipe,
    EventPublisher,
    InstancesProjection,
    InstanceKeeper,
    EventsLifecycle,
    RetentionRules,
    PayloadRetention,
    EventRetention,
  ],
  exports: [
    DeliveryGuard,
    EventBus,
    EventLog,
    EventPublisher,
    EventTail,
    InstanceKeeper,
    ProjectionKeeper,
    RetentionRules,
  ],
})
export class EventsModule extends ConfigurableModuleClass {}
