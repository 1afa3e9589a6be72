import { Global, Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { EventLine } from './event-line.ts';
import { EventPublisher } from './event-publisher.ts';
import { EventTail } from './event-tail.ts';
import {
  ConfigurableModuleClass,
  EVENTS_MODULE_OPTIONS,
  type EventsModuleOptions,
} from './events.module-definition.ts';
import { EventLog } from './log/event-log.ts';
import { createEventLog } from './log/create-event-log.ts';
import { ProjectionKeeper } from './projection-keeper.ts';

/** The event line. Global: every module publishes to it or reads from it. */
@Global()
@Module({
  imports: [EventEmitterModule.forRoot()],
  providers: [
    {
      provide: EventLog,
      inject: [EVENTS_MODULE_OPTIONS],
      useFactory: ({ log, ...retention }: EventsModuleOptions): EventLog => createEventLog(log, retention),
    },
    EventPublisher,
    EventTail,
    ProjectionKeeper,
    EventLine,
  ],
  exports: [EventLog, EventPublisher, EventTail, ProjectionKeeper],
})
export class EventsModule extends ConfigurableModuleClass {}
