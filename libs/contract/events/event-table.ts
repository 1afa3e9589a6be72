import type {
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
} from './admin-events.ts';
import type {
  AlertFiringData,
  AlertResolvedData,
  AlertRuleData,
  AlertSentData,
  AlertSilencedData,
  AlertUndeliveredData,
  AlertUnsilencedData,
} from './alert-events.ts';
import type { ToolsChangedData } from './definition-events.ts';
import type { InstanceDownData, InstanceUpData } from './instance-events.ts';
import type { LogDegradedData, LogRecoveredData } from './log-events.ts';
import type { QuotaExceededData, QuotaNearData } from './quota-events.ts';
import type { SessionCloseData, SessionExpiredData, SessionOpenData } from './session-events.ts';
import type { ToolDoneData, ToolErrorData, ToolProgressData, ToolStartData } from './tool-events.ts';
import type { UpstreamDownData, UpstreamUpData } from './upstream-events.ts';

declare const dataOf: unique symbol;

/** Facts about an event type. */
export interface EventFacts {
  /** Whether its data names a tool. */
  readonly namesTool: boolean;
  /** The member of its data that may hold a payload; null when there is none. */
  readonly payload: 'arguments' | 'result' | null;
  /** The members of its data that hold names of offered tools. Whoever is offered them reads them, so they are never redacted. */
  readonly offeredNames?: readonly string[];
}

/** The facts that hold for a type with this data: the compiler rejects others. */
interface FactsOf<Data> extends EventFacts {
  readonly namesTool: Data extends { tool: string } ? true : false;
  readonly payload: 'arguments' extends keyof Data ? 'arguments' : ResultOf<Data>;
  readonly offeredNames?: readonly (keyof Data & string)[];
}

type ResultOf<Data> = 'result' extends keyof Data ? 'result' : null;

interface Declaration<Data> extends EventFacts {
  /** Exists only for the compiler. */
  readonly [dataOf]?: Data;
}

function event<Data extends object>(facts: FactsOf<Data>): Declaration<Data> {
  return facts;
}

/**
 * Every event type, in one place: its name, its data and its facts. The keys are the SSE `event:` names and the names
 * on EventEmitter2. When you add a type here, the compiler names each place that has to handle it.
 */
export const EVENTS = {
  'session:open': event<SessionOpenData>({ namesTool: false, payload: null }),
  'session:close': event<SessionCloseData>({ namesTool: false, payload: null }),
  'session:expired': event<SessionExpiredData>({ namesTool: false, payload: null }),
  'tool:start': event<ToolStartData>({ namesTool: true, payload: 'arguments' }),
  'tool:done': event<ToolDoneData>({ namesTool: true, payload: 'result' }),
  'tool:error': event<ToolErrorData>({ namesTool: true, payload: 'result' }),
  'tool:progress': event<ToolProgressData>({ namesTool: true, payload: null }),
  'admin:sign-in': event<AdminSignInData>({ namesTool: false, payload: null }),
  'admin:sign-out': event<AdminSignOutData>({ namesTool: false, payload: null }),
  'admin:session-end': event<AdminSessionEndData>({ namesTool: false, payload: null }),
  'admin:call-cancel': event<AdminCallCancelData>({ namesTool: true, payload: null }),
  'admin:configuration': event<AdminConfigurationData>({ namesTool: false, payload: null }),
  'admin:export': event<AdminExportData>({ namesTool: false, payload: null }),
  'admin:payload-open': event<AdminPayloadOpenData>({ namesTool: true, payload: null }),
  'admin:ask': event<AdminAskData>({ namesTool: false, payload: null }),
  'admin:payload-erase': event<AdminPayloadEraseData>({ namesTool: false, payload: null }),
  'admin:alert-silence': event<AdminAlertSilenceData>({ namesTool: false, payload: null }),
  'admin:alert-rule': event<AdminAlertRuleData>({ namesTool: false, payload: null }),
  'admin:tool-approve': event<AdminToolApproveData>({ namesTool: true, payload: null }),
  'tools:changed': event<ToolsChangedData>({
    namesTool: false,
    payload: null,
    offeredNames: ['added', 'removed'],
  }),
  'admin:upstream-restart': event<AdminUpstreamRestartData>({ namesTool: false, payload: null }),
  'log:degraded': event<LogDegradedData>({ namesTool: false, payload: null }),
  'log:recovered': event<LogRecoveredData>({ namesTool: false, payload: null }),
  'instance:up': event<InstanceUpData>({ namesTool: false, payload: null }),
  'instance:down': event<InstanceDownData>({ namesTool: false, payload: null }),
  'upstream:up': event<UpstreamUpData>({ namesTool: false, payload: null }),
  'upstream:down': event<UpstreamDownData>({ namesTool: false, payload: null }),
  'quota:near': event<QuotaNearData>({ namesTool: false, payload: null }),
  'quota:exceeded': event<QuotaExceededData>({ namesTool: false, payload: null }),
  'alert:firing': event<AlertFiringData>({ namesTool: false, payload: null }),
  'alert:resolved': event<AlertResolvedData>({ namesTool: false, payload: null }),
  'alert:sent': event<AlertSentData>({ namesTool: false, payload: null }),
  'alert:undelivered': event<AlertUndeliveredData>({ namesTool: false, payload: null }),
  'alert:silenced': event<AlertSilencedData>({ namesTool: false, payload: null }),
  'alert:unsilenced': event<AlertUnsilencedData>({ namesTool: false, payload: null }),
  'alert:rule': event<AlertRuleData>({ namesTool: false, payload: null }),
} as const;

type Table = typeof EVENTS;

/** The type of an event, such as `tool:error`. */
export type EventType = keyof Table;

/** Every event type with its data. */
export type EventDataMap = {
  [T in EventType]: Table[T] extends Declaration<infer Data> ? Data : never;
};
