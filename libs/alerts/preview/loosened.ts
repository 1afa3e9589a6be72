import type { AlertRule } from '#contract';

/** The rule with a threshold that anything is above, for what it measures when it does not fire. */
export function loosened(rule: AlertRule): AlertRule {
  switch (rule.kind) {
    case 'error-rate':
      return { ...rule, above: 0 };
    case 'latency':
      return { ...rule, aboveMs: 0 };
    case 'silent-session':
    case 'silent-agent':
      return { ...rule, afterMs: 0 };
    case 'stuck-call':
    case 'log-degraded':
    case 'instance-lost':
    case 'quota':
    case 'tools-changed':
    case 'upstream-down':
      return rule;
    default:
      return rule satisfies never;
  }
}
