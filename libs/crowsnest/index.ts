// The first import, because it rejects versions of Node.js and NestJS that are too old.
import './requirements.ts';

export { CrowsnestModule } from './crowsnest.module.ts';
export type { CrowsnestOptions } from './crowsnest-options.ts';
export { OptionsError, type OptionFault } from './options-error.ts';
export { dataDirectoryOf, DEFAULT_IDLE_MS, DEFAULT_LOG } from './complete-options.ts';
export {
  AdminGuard,
  CurrentAdmin,
  RequireRole,
  type AdminModuleOptions,
  type AdminToken,
  type DashboardOptions,
  type SignInOptions,
} from '#admin';
export type { AlertsModuleOptions } from '#alerts';
export {
  compareEventIds,
  EVENT_TYPES,
  isEventType,
  type AdminCallCancelData,
  type AlertFiringData,
  type AlertResolvedData,
  type AlertRule,
  type AdminRole,
  type AdminSessionEndData,
  type ClientInfo,
  type CrowsnestEvent,
  type EventDataMap,
  type EventDraft,
  type EventId,
  type EventOf,
  type EventType,
  type LogDegradedData,
  type LimitName,
  type LimitValues,
  type LogRecoveredData,
  type QuotaExceededData,
  type QuotaNearData,
  type SessionCloseData,
  type SessionExpiredData,
  type SessionOpenData,
  type SessionOrigin,
  type ToolDoneData,
  type ToolErrorData,
  type ToolErrorKind,
  type ToolProgressData,
  type ToolStartData,
} from '#contract';
export {
  EdgeError,
  PrivateFileError,
  type AccessOptions,
  type AdminPrincipal,
  type AgentKey,
  type TrustedProxies,
} from '#edge';
export { EventPublisher, LogError, type EventsModuleOptions, type LogErrorCode } from '#events';
export type { McpModuleOptions, ReplayLimits } from '#mcp';
export type { QuotaOptions } from '#quotas';
export type { SessionsModuleOptions } from '#sessions';
export { Readiness, type ReadinessState } from '#shutdown';
export type { StatsModuleOptions } from '#stats';
export {
  InputRequired,
  MCP_CONTEXT_TYPE,
  mcpRequestOf,
  Prompt,
  PromptRegistry,
  Resource,
  ResourceRegistry,
  ResourceTemplate,
  ResourceTemplateRegistry,
  Tool,
  ToolRegistry,
  type Completer,
  type ElicitParams,
  type HandlerContext,
  type InputOptions,
  type McpRequest,
  type PayloadOptions,
  type ProgressUpdate,
  type PromptContext,
  type PromptDefinition,
  type PromptOptions,
  type ResourceContext,
  type ResourceDefinition,
  type ResourceOptions,
  type ResourceTemplateDefinition,
  type ResourceTemplateOptions,
  type ToolContext,
  type ToolDefinition,
  type ToolOptions,
  type ToolsModuleOptions,
} from '#tools';
