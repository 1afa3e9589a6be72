import type { AlertKind, AlertSeverity } from '../alerts/alert-rule.ts';
import type { LimitName, QuotaScope } from './quota-events.ts';
import type { CallId, EventId, SessionId, TenantId } from '../ids.ts';

/** The one thing that an alert is about. Alerts of rules about many events have none. */
export type AlertSubject =
  | { call: CallId; tool: string; sessionId: SessionId; tenantId: TenantId }
  | { session: SessionId; client: string; tenantId: TenantId }
  | { instance: string }
  | { limit: LimitName; scope: QuotaScope; name: string };

/** The condition of a rule has held for long enough. */
export interface AlertFiringData {
  /** The name of the rule. */
  rule: string;
  kind: AlertKind;
  severity: AlertSeverity;
  /**
   * What was measured: a share from 0 to 1 for `error-rate`, a number of instances for `instance-lost`, what is used of a
   * limit for `quota`, milliseconds for the others.
   */
  value: number;
  /** What `value` is above, in the same unit. */
  threshold: number;
  /** Since when the condition holds, in event time: ISO 8601, UTC. */
  since: string;
  subject?: AlertSubject;
  /** The filter of the rule. */
  filter?: string;
  /** The names of the receivers that are told. */
  receivers?: string[];
}

/** The condition of an alert that was firing holds no more. */
export interface AlertResolvedData {
  /** The id of the `alert:firing` that this ends. */
  firing: EventId;
  rule: string;
  kind: AlertKind;
  severity: AlertSeverity;
  /** As in {@link AlertFiringData}. */
  since: string;
  subject?: AlertSubject;
  filter?: string;
  receivers?: string[];
  /** `removed`: there is no such rule any more. */
  reason: 'recovered' | 'removed';
}

/** A receiver has taken what it was told of an alert. */
export interface AlertSentData {
  /** The id of the `alert:firing` or `alert:resolved` that it was told of. */
  alert: EventId;
  rule: string;
  /** The name of the receiver. */
  receiver: string;
  /** Number of attempts of the process that was the last to try. */
  attempts: number;
}

/** A receiver was not told of an alert, and nobody tries again. */
export interface AlertUndeliveredData extends AlertSentData {
  /** Why the last attempt failed. */
  error: string;
}
