export { compareEventIds, parseEventId, type EventId } from './ids.ts';
export {
  EVENT_TYPES,
  isEventType,
  toolOf,
  withoutPayload,
  type AdminCallCancelData,
  type AdminSessionEndData,
  type ClientInfo,
  type CrowsnestEvent,
  type EventDataMap,
  type EventDraft,
  type EventOf,
  type EventType,
  type LogDegradedData,
  type LogRecoveredData,
  type SessionCloseData,
  type SessionExpiredData,
  type SessionOpenData,
  type SessionOrigin,
  type ToolDoneData,
  type ToolErrorData,
  type ToolErrorKind,
  type ToolProgressData,
  type ToolStartData,
  type TruncatedPayload,
  type UncommittedEvent,
} from './events.ts';
export {
  isUnfiltered,
  matchesFilter,
  subjectOf,
  type EventFilter,
  type EventSubject,
} from './event-filter.ts';
export { callCancelRoute, ROUTES, SESSION_COOKIE, sessionRoute } from './routes.ts';
export {
  GAP_FRAME,
  HELLO_FRAME,
  MAX_REASON,
  type AdminIdentity,
  type AdminRole,
  type CallCancelAccepted,
  type CommandReason,
  type ErrorBody,
  type GapFrame,
  type HelloFrame,
  type HistoryPage,
  type ReadinessReport,
  type SessionEndAccepted,
  type SessionList,
  type SessionState,
  type SessionView,
} from './wire.ts';
export { LATENCY_WINDOW_MS } from './stats/latency-window.ts';
export type { LatencyPercentiles } from './stats/latency.ts';
export { reduceStats } from './stats/reducer.ts';
export {
  RECENT_EVENTS,
  snapshotOf,
  totalsOf,
  type StatsSnapshot,
  type StatsTotals,
  type ToolStats,
} from './stats/snapshot.ts';
export {
  emptyStats,
  MAX_TOOL_NAMES,
  OTHER_TOOLS,
  restoreStats,
  saveStats,
  STATS_STATE_VERSION,
  type InFlightCall,
  type LogOutage,
  type Stats,
  type StatsState,
} from './stats/state.ts';
