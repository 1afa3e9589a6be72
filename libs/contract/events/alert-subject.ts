import type { LimitName, QuotaScope } from './quota-events.ts';
import type { CallId, SessionId, TenantId } from '../ids.ts';

/** The one thing that an alert is about. Alerts of rules about many events have none. */
export type AlertSubject =
  | { kind: 'call'; call: CallId; tool: string; sessionId: SessionId; tenantId: TenantId }
  | { kind: 'session'; session: SessionId; client: string; tenantId: TenantId }
  | { kind: 'instance'; instance: string }
  | { kind: 'limit'; limit: LimitName; scope: QuotaScope; name: string }
  | { kind: 'tool'; tool: string; upstream?: string }
  | { kind: 'upstream'; upstream: string };

/** By its members, in this order: a call and a tool of an upstream have members of others too. */
const KINDS = ['call', 'session', 'instance', 'limit', 'tool', 'upstream'] as const;

/** The same with the kinds of subjects. The first servers that had alerts left them out of events and of what they saved. */
export function withSubjectKind<T extends { subject?: AlertSubject }>(alert: T): T {
  const { subject } = alert;
  if (subject === undefined || 'kind' in subject) return alert;
  const kind = KINDS.find((member) => member in (subject as object));
  return { ...alert, subject: { kind, ...(subject as object) } };
}
