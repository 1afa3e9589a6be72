/** How urgent an alert is, in the words of PagerDuty; least urgent first. */
export const ALERT_SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;

/** One of the severities. */
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** The percentiles that a rule may watch. */
export const ALERT_PERCENTILES = [50, 95, 99] as const;

/** What every rule states. */
export interface AlertRuleFacts {
  /** Unique among all rules. */
  name: string;
  severity: AlertSeverity;
  /** Selects the events that the rule evaluates, in the grammar of filters. Default: all. */
  filter?: string;
  /** Milliseconds of event time for which the condition must hold before the alert fires. */
  forMs: number;
  /** The names of the receivers that are notified. Default: all. */
  receivers?: string[];
}

/** The share of calls that fail is above `above`. */
export interface ErrorRateRule extends AlertRuleFacts {
  kind: 'error-rate';
  windowMs: number;
  /** Number of ended calls in the window below which the condition does not hold. */
  minimum: number;
  /** From 0 to 1. */
  above: number;
}

/** A percentile of the durations of successful calls is above `aboveMs`. */
export interface LatencyRule extends AlertRuleFacts {
  kind: 'latency';
  windowMs: number;
  /** As in {@link ErrorRateRule}, for successful calls. */
  minimum: number;
  percentile: (typeof ALERT_PERCENTILES)[number];
  aboveMs: number;
}

/** A call is stuck, as `callPaceOf` judges it. */
export interface StuckCallRule extends AlertRuleFacts {
  kind: 'stuck-call';
}

/** An open session without a call in flight has had no event for `afterMs`. */
export interface SilentSessionRule extends AlertRuleFacts {
  kind: 'silent-session';
  afterMs: number;
}

/** No event that the filter selects has come for `afterMs`. */
export interface SilentAgentRule extends AlertRuleFacts {
  kind: 'silent-agent';
  filter: string;
  afterMs: number;
}

/** The log cannot commit. */
export interface LogDegradedRule extends AlertRuleFacts {
  kind: 'log-degraded';
}

/** An instance was lost within the last `windowMs`. */
export interface InstanceLostRule extends AlertRuleFacts {
  kind: 'instance-lost';
  windowMs: number;
}

/** Requests were refused within the last `windowMs` because of a limit of an agent or a tenant. */
export interface QuotaRule extends AlertRuleFacts {
  kind: 'quota';
  windowMs: number;
}

/** The definition of a tool has changed within the last `windowMs`. A filter may choose tools by `tool:`. */
export interface ToolsChangedRule extends AlertRuleFacts {
  kind: 'tools-changed';
  windowMs: number;
}

/** An upstream server has failed, and has not worked since. A filter may choose upstreams by `upstream:`. */
export interface UpstreamDownRule extends AlertRuleFacts {
  kind: 'upstream-down';
}

/** What raises an alert. */
export type AlertRule =
  | ErrorRateRule
  | LatencyRule
  | StuckCallRule
  | SilentSessionRule
  | SilentAgentRule
  | LogDegradedRule
  | InstanceLostRule
  | QuotaRule
  | ToolsChangedRule
  | UpstreamDownRule;

/** What a rule watches. */
export type AlertKind = AlertRule['kind'];
