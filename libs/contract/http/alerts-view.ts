import type { AlertRule } from '../alerts/alert-rule.ts';
import type { AlertFiringData } from '../events/alert-events.ts';
import type { EventId } from '../ids.ts';

/** An alert that fires. */
export interface FiringAlert extends AlertFiringData {
  /** The id of its `alert:firing`. */
  id: EventId;
  /** When it fired: ISO 8601, UTC. */
  firedAt: string;
}

/** An `alert:firing` or `alert:resolved` that receivers are still to be told of. */
export interface WaitingAlert {
  alert: EventId;
  /** Their names. */
  receivers: string[];
}

/** `GET /alerts`. */
export interface AlertsView {
  asOf: EventId;
  rules: AlertRule[];
  /** The names of all receivers. */
  receivers: string[];
  /** In the order in which they fired. */
  firing: FiringAlert[];
  /** Oldest first. */
  waiting: WaitingAlert[];
}
