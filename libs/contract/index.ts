export {
  compareEventIds,
  parseEventId,
  positionBefore,
  type CallId,
  type EventId,
  type SessionId,
  type TenantId,
  type Unchecked,
} from './ids.ts';
export { renumbered, type IdsInCopy } from './ids-in-copy.ts';
export {
  EVENT_TYPES,
  isAudited,
  isEventType,
  offeredNamesOf,
  payloadMemberOf,
  toolOf,
  withoutPayload,
  type AuditEvent,
  type AuditType,
  type CrowsnestEvent,
  type EventDraft,
  type EventOf,
  type UncommittedEvent,
} from './events/event.ts';
export {
  ALERT_PERCENTILES,
  ALERT_SEVERITIES,
  type AlertKind,
  type AlertRule,
  type AlertSeverity,
  type ErrorRateRule,
  type LatencyRule,
} from './alerts/alert-rule.ts';
export {
  LONGEST_SILENCE_MS,
  MAX_SILENCES,
  SUBJECT_MEMBERS,
  type Silence,
  type SilencedSubject,
} from './alerts/silence.ts';
export { withSubjectKind, type AlertSubject } from './events/alert-subject.ts';
export { silenceOf } from './alerts/silence-of.ts';
export type {
  AlertFiringData,
  AlertResolvedData,
  AlertRuleData,
  AlertSentData,
  AlertSilencedData,
  AlertUndeliveredData,
  AlertUnsilencedData,
} from './events/alert-events.ts';
export type { EventDataMap, EventType } from './events/event-table.ts';
export type {
  AdminAct,
  AdminAlertRuleData,
  AdminAlertSilenceData,
  AdminAskData,
  AdminCallCancelData,
  AdminConfigurationData,
  AdminExportData,
  AdminPayloadEraseData,
  AdminPayloadOpenData,
  AdminSessionEndData,
  AdminSignInData,
  AdminSignOutData,
  AdminToolApproveData,
  AdminUpstreamRestartData,
  AuditChain,
  AuditOutcome,
} from './events/admin-events.ts';
export {
  DEFINITION_MEMBERS,
  MAX_DEFINITION_TEXT,
  type ChangedTool,
  type DefinitionDifference,
  type DefinitionMember,
  type DefinitionTexts,
  type ToolDefinitionText,
  type ToolsChangedData,
} from './events/definition-events.ts';
export type { UpstreamDownData, UpstreamFaultCode, UpstreamUpData } from './events/upstream-events.ts';
export type {
  UpstreamList,
  UpstreamOutput,
  UpstreamRestartAccepted,
  UpstreamState,
  UpstreamView,
} from './http/upstreams.ts';
export type { InstanceDownData, InstanceUpData } from './events/instance-events.ts';
export type { LogDegradedData, LogRecoveredData } from './events/log-events.ts';
export { sourceOf, type FromOutside } from './events/outside-events.ts';
export {
  LIMIT_NAMES,
  type LimitName,
  type LimitValues,
  type QuotaExceededData,
  type QuotaNearData,
  type QuotaScope,
} from './events/quota-events.ts';
export type {
  ClientInfo,
  SessionCloseData,
  SessionExpiredData,
  SessionOpenData,
  SessionOrigin,
} from './events/session-events.ts';
export {
  TOOL_ERROR_KINDS,
  type PayloadFate,
  type ToolDoneData,
  type ToolErrorData,
  type ToolErrorKind,
  type ToolProgressData,
  type ToolStartData,
  type TruncatedPayload,
} from './events/tool-events.ts';
export {
  isUnfiltered,
  isWithin,
  matchesLists,
  selectsAllCounted,
  subjectOf,
  type EventFilter,
  type EventLists,
  type EventSubject,
} from './filters/event-filter.ts';
export { completionAt, type FilterCompletion } from './filters/grammar/completion.ts';
export {
  FILTER_KEYS,
  FILTER_STATES,
  type DurationRange,
  type DurationTerm,
  type Filter,
  type FilterKey,
  type FilterState,
  type Pattern,
  type PatternField,
  type PatternKey,
  type PatternTerm,
  type StateTerm,
  type Term,
} from './filters/filter.ts';
export { MAX_FILTER_LENGTH, type FilterFault } from './filters/grammar/filter-fault.ts';
export type { FilteredEvent, FilterSubject, SessionFacts } from './filters/filter-subject.ts';
export { failureGroupOf, groupKeyOf, type FailureGroup } from './failures/failure-group.ts';
export { normalisedMessage } from './failures/normalised-message.ts';
export { foldCase } from './filters/fold-case.ts';
export { compileFilter } from './filters/match-filter.ts';
export { parseFilter, type ParsedFilter } from './filters/grammar/parse-filter.ts';
export { anyPattern, exactPattern } from './filters/pattern.ts';
export { planFilter, type FilterPlan } from './filters/plan-filter.ts';
export { printFilter, printTerm, printValue } from './filters/grammar/print-filter.ts';
export {
  MAX_REASON,
  type CallCancelAccepted,
  type PayloadsErased,
  type CommandReason,
  type SessionEndAccepted,
} from './http/commands.ts';
export { CONSOLE_PAGES, consolePageAt, type ConsolePage } from './http/console-pages.ts';
export type {
  AlertPreview,
  AlertRuleAccepted,
  AlertRuleView,
  AlertsView,
  FiringAlert,
  PreviewedAlert,
  SilenceAccepted,
  SilenceForm,
  WaitingAlert,
} from './http/alerts-view.ts';
export type { ErrorBody, KeptMoment } from './http/error-body.ts';
export type { JsonAnswers, JsonBodies, JsonRoutes } from './http/json-routes.ts';
export { MAX_TOOLS_LISTED, type OfferedTool, type OfferedTools } from './http/offered-tools.ts';
export type { QuotaList, QuotaView } from './http/quotas.ts';
export type {
  HistoryPage,
  InstanceLag,
  InstanceList,
  InstanceView,
  ReadinessReport,
} from './http/read-routes.ts';
export {
  MAX_DEFINITIONS_KEPT,
  type ToolApprovalAccepted,
  type ToolDefinitions,
  type ToolDefinitionVersion,
} from './http/tool-definitions.ts';
export {
  alertRuleRoute,
  callCancelRoute,
  payloadsOfSessionRoute,
  payloadsOfTenantRoute,
  oidcRoute,
  ROUTES,
  sessionRoute,
  upstreamRestartRoute,
  silenceRoute,
  toolRoute,
} from './http/routes.ts';
export {
  INGEST_TYPES,
  MAX_INGEST_BYTES,
  MAX_INGEST_EVENTS,
  SOURCE_SILENT_MS,
  type IngestAnswer,
  type IngestEvent,
  type IngestRequest,
  type IngestType,
} from './http/ingest.ts';
export { ADMIN_ROLES, reachesRole, type AdminRole } from './admin-role.ts';
export { SESSION_COOKIE, type AdminIdentity, type SignInWays } from './http/sign-in.ts';
export {
  GAP_FRAME,
  HELLO_FRAME,
  type GapFrame,
  type HelloFrame,
  type MissingEvents,
} from './http/stream-frames.ts';
export { wireJson, withoutLineEnds } from './http/wire-json.ts';
export { callPaceOf, DEFAULT_STUCK_MS, stuckAfterMs, type CallPace } from './sessions/call-pace.ts';
export { foldCalls, type CallsInFlight, type InFlightCall } from './sessions/calls-in-flight.ts';
export {
  findSessionView,
  listSessions,
  selectSessions,
  type SessionQuery,
} from './sessions/list-sessions.ts';
export { reduceSessions } from './sessions/reduce-sessions.ts';
export {
  restoreSessions,
  saveSessions,
  sessionsFrom,
  type SavedSessions,
  type SessionsWithCalls,
} from './sessions/saved-sessions.ts';
export { sessionFactsOf } from './sessions/session-facts.ts';
export { comparePlaces, parseSessionCursor, placeOf, type SessionCursor } from './sessions/session-cursor.ts';
export { compileSessionFilter, isOfSessions, parseSessionFilter } from './sessions/session-filter.ts';
export {
  lastSeenOf,
  parseSessionSort,
  printSessionSort,
  SESSION_SORT_KEYS,
  type SessionSort,
  type SessionSortKey,
} from './sessions/session-sort.ts';
export {
  MAX_SESSION_TOOLS,
  MAX_SESSIONS_LISTED,
  SESSION_STATES,
  type SessionCounts,
  type SessionList,
  type SessionState,
  type SessionView,
} from './sessions/session-view.ts';
export {
  emptyForgottenOf,
  emptySessions,
  findSession,
  ENDED_WITH_CALLS,
  ENDED_WITHOUT_CALLS,
  type SessionRecord,
  type Sessions,
} from './sessions/sessions.ts';
export { moveClock, stoppedClock, type EventClock } from './stats/event-clock.ts';
export { LATENCY_WINDOW_MS } from './stats/latency-window.ts';
export {
  mergeLatency,
  percentilesOf,
  recordLatency,
  type LatencyBins,
  type LatencyPercentiles,
} from './stats/latency.ts';
export {
  emptySummary,
  foldSummary,
  mergeSummary,
  type EventSummary,
  type SummaryForm,
  type SummaryOf,
} from './stats/ranges/event-summary.ts';
export { rangeStatsOf, type RangeFacts, type RangeStats } from './stats/ranges/range-stats.ts';
export type { RangeTotals, ToolTotals } from './stats/ranges/range-totals.ts';
export type { SeriesTotals, StepTotals } from './stats/ranges/step-totals.ts';
export {
  MAX_SERIES_POINTS,
  seriesPointOf,
  stepsBetween,
  type SeriesPoint,
  type StatsSeries,
} from './stats/ranges/stats-series.ts';
export { reduceStats } from './stats/reducer.ts';
export {
  RECENT_EVENTS,
  snapshotOf,
  totalsOf,
  type StatsSnapshot,
  type StatsTotals,
  type ToolCounts,
  type ToolStats,
} from './stats/snapshot.ts';
export {
  restoreStats,
  saveStats,
  STATS_STATE_VERSION,
  UnknownStatsState,
  type SavedStats,
  type StatsState,
} from './stats/saved-stats.ts';
export { emptyStats, outageOf, type LogOutage, type Stats } from './stats/state.ts';
export { countedNameOf, UNKNOWN_TOOLS } from './events/counted-name.ts';
export { MAX_TOOL_NAMES, OTHER_TOOLS } from './stats/tool-names.ts';
