export { DeliveryGuard } from './bus/delivery-guard.ts';
export { EventBus, type BusKind, type BusMessages } from './bus/event-bus.ts';
export { EventPublisher } from './event-publisher.ts';
export { eventFrames, type FramePage } from './event-frames.ts';
export { SharedFrames } from './shared-frames.ts';
export { EventTail } from './event-tail.ts';
export { EventsModule } from './events.module.ts';
export type { EventsModuleOptions } from './events.module-definition.ts';
export {
  EventLog,
  type Checkpoint,
  type FramesRequest,
  type LogCondition,
  type Position,
  type ReadRequest,
} from './log/event-log.ts';
export type { LostRange } from './log/lost-ranges.ts';
export { LogError, type LogErrorCode } from './log/log-error.ts';
export { createEventLog, type LogUrl } from './log/create-event-log.ts';
export { EventBatch } from './event-batch.ts';
export type { LoggedEvent } from './logged-event.ts';
export { NewerCheckpointError, type LogOrigin, type Projection } from './projections/projection.ts';
export { ProjectionKeeper } from './projections/projection-keeper.ts';
