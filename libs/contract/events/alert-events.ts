import type { AlertKind, AlertRule, AlertSeverity } from '../alerts/alert-rule.ts';
import type { AlertSubject } from './alert-subject.ts';
import type { Silence } from '../alerts/silence.ts';
import type { EventId } from '../ids.ts';

/** The condition of a rule has held for long enough. Told again when a silence is over and it still holds. */
export interface AlertFiringData {
  /** The name of the rule. */
  rule: string;
  kind: AlertKind;
  severity: AlertSeverity;
  /**
   * What was measured: a share from 0 to 1 for `error-rate`, a number for `instance-lost` and `tools-changed`, what is used
   * of a limit for `quota`, milliseconds for the others.
   */
  value: number;
  /** What `value` is above, in the same unit. */
  threshold: number;
  /** Since when the condition holds, in event time: ISO 8601, UTC. */
  since: string;
  subject?: AlertSubject;
  /** The filter of the rule. */
  filter?: string;
  /** The names of the receivers that are notified. */
  receivers?: string[];
  /** The id of the silence that keeps receivers from being notified. */
  silence?: string;
}

/** The condition of a firing alert no longer holds. */
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
  /** As in {@link AlertFiringData}: a receiver that was not notified of an alert is not notified of its end. */
  silence?: string;
  /** `removed`: the rule no longer exists, or it has another kind or filter. */
  reason: 'recovered' | 'removed';
}

/** A receiver has accepted the notification of an alert. */
export interface AlertSentData {
  /** The id of the `alert:firing` or `alert:resolved` of the notification. */
  alert: EventId;
  rule: string;
  /** The name of the receiver. */
  receiver: string;
  /** Number of attempts of the process that was the last to try. */
  attempts: number;
}

/** A notification of an alert could not be delivered to a receiver, and there are no further attempts. */
export interface AlertUndeliveredData extends AlertSentData {
  /** Why the last attempt failed. */
  error: string;
}

/** An admin has begun a silence. */
export interface AlertSilencedData extends Omit<Silence, 'id' | 'since'> {
  /** The id of the silence. */
  silence: string;
}

/** An admin has ended a silence before its time. */
export interface AlertUnsilencedData {
  silence: string;
  /** The name of the admin. */
  by: string;
}

/** An admin has set or deleted a rule. The rules of the configuration are not told. */
export type AlertRuleData = { rule: string; by: string } & (
  { change: 'set'; definition: AlertRule } | { change: 'deleted' }
);
