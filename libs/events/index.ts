export { DeliveryGuard } from './bus/delivery-guard.ts';
export { EventBus, type BusKind, type BusMessages } from './bus/event-bus.ts';
export { EncodedEvents } from './encoding/encoded-events.ts';
export { consecutive, EventBatch, pageOf, type EventPage } from './encoding/event-batch.ts';
export { EventMatcher } from './encoding/event-matcher.ts';
export type { FindSession } from './encoding/event-terms.ts';
export { lineWithoutPayload } from './encoding/without-payload.ts';
export { encodeEvent, LoggedEvent } from './encoding/logged-event.ts';
export { EventPublisher } from './event-publisher.ts';
export { EventTail } from './event-tail.ts';
export { InstanceKeeper, type LeftOpen } from './instances/instance-keeper.ts';
export { InstancesProjection } from './instances/instances-projection.ts';
export { lostEndOf } from './lost-end.ts';
export { EventsModule } from './events.module.ts';
export type { EventsModuleOptions, TenantRetention, TypeRetention } from './events.module-definition.ts';
export { KEEP_ALL } from './log/embedded/event-store.ts';
export { createEventLog, type LogOptions } from './log/create-event-log.ts';
export type { Claim, Claims } from './log/claims.ts';
export {
  EventLog,
  type Checkpoint,
  type LogCondition,
  type LogListener,
  type PageRequest,
  type Position,
  type ReadRequest,
} from './log/event-log.ts';
export type { HeardInstance, InstanceFacts, Membership } from './log/membership.ts';
export type { LogScripts } from './log/log-scripts.ts';
export { LogError, type LogErrorCode } from './log/log-error.ts';
export {
  defaultMaxEvents,
  dropsSingleEvents,
  isSharedLog,
  problemOfLogUrl,
  withoutCredentials,
  type LogUrl,
} from './log/log-url.ts';
export { copyLogFile } from './log/sqlite/backup/copy-log-file.ts';
export { markUnfinished, requireFinished } from './log/unfinished-copy.ts';
export type { LostRange } from './log/losses/lost-ranges.ts';
export { hashOfEvent } from './audit/hash-of-event.ts';
export { readHistory } from './log/audit/read-history.ts';
export { inTime } from './log/in-time.ts';
export { isComplete } from './log/losses/completeness.ts';
export { readSlices, type SliceRequest } from './log/read-slices.ts';
export type { SummaryRequest } from './log/summarize.ts';
export { missingBetween } from './log/losses/missing-events.ts';
export { ExpiringEvents } from './retention/expiring-events.ts';
export { RetentionRules } from './retention/retention-rules.ts';
export { TenantPayloads } from './retention/tenant-payloads.ts';
export { erasePayloadsOf, PAYLOAD_TYPES } from './retention/erase-payloads.ts';
export { ProjectionKeeper } from './projections/projection-keeper.ts';
export { NewerCheckpointError, type LogOrigin, type Projection } from './projections/projection.ts';
