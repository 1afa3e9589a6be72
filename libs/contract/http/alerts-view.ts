import type { AlertRule } from '../alerts/alert-rule.ts';
import type { AlertSubject } from '../events/alert-subject.ts';
import type { Silence, SilencedSubject } from '../alerts/silence.ts';
import type { AlertFiringData } from '../events/alert-events.ts';
import type { EventId } from '../ids.ts';

/** An alert that fires. */
export interface FiringAlert extends AlertFiringData {
  /** The id of its `alert:firing`. */
  id: EventId;
  /** When it fired first: ISO 8601, UTC. */
  firedAt: string;
}

/** An `alert:firing` or `alert:resolved` whose notifications are still pending. */
export interface WaitingAlert {
  alert: EventId;
  /** Their names. */
  receivers: string[];
}

/** A rule, with where it stands and what it sees. */
export type AlertRuleView = AlertRule & {
  /** Where it is written. Those of the configuration can only be changed there. */
  source: 'configuration' | 'console';
  /** `pending`: its condition holds, and not for long enough. */
  state: 'firing' | 'pending' | 'quiet';
};

/** `GET /alerts`. */
export interface AlertsView {
  asOf: EventId;
  rules: AlertRuleView[];
  /** The names of all receivers. */
  receivers: string[];
  /** In the order in which they fired. */
  firing: FiringAlert[];
  /** Oldest first. */
  waiting: WaitingAlert[];
  /** Those that last, the oldest first. */
  silences: Silence[];
}

/** The body of `POST /alerts/silences`. It names a rule, a subject or both. */
export interface SilenceForm {
  rule?: string;
  subject?: SilencedSubject;
  reason: string;
  /** ISO 8601, UTC; at most 30 days from now. */
  until: string;
}

/** The 202 answer to `POST /alerts/silences`, and to the end of one. */
export interface SilenceAccepted {
  silence: string;
}

/** The 202 answer to `PUT` and `DELETE` of a rule. */
export interface AlertRuleAccepted {
  rule: string;
}

/** An alert as it would have been. */
export interface PreviewedAlert {
  /** As in `alert:firing`. */
  value: number;
  threshold: number;
  since: string;
  subject?: AlertSubject;
  /** When it would have fired: ISO 8601, UTC. */
  firedAt: string;
  /** When it would have been resolved; missing if it would still fire. */
  resolvedAt?: string;
}

/** `POST /alerts/preview`: what a rule would have done with the events of the last day. */
export interface AlertPreview {
  /** The range that was evaluated: ISO 8601, UTC. */
  from: string;
  to: string;
  /** Number of events that were evaluated. */
  events: number;
  /**
   * Whether this is the whole last day. Otherwise the day has more events than a preview evaluates, and `from` is the
   * first of the newest.
   */
  complete: boolean;
  /** The highest value that the rule has measured, in the unit of the alert's; null if there was nothing to measure. */
  highest: number | null;
  /** Number of all alerts. `alerts` lists the first ones. */
  count: number;
  /** Oldest first. */
  alerts: PreviewedAlert[];
}
