import type { AlertRule, ErrorRateRule, LatencyRule } from '#contract';

import { formatDuration } from '../../time/durations.ts';
import { formatCount, formatShare } from '../../ui/numbers.ts';
import { spanText } from '../span-text.ts';

/** Says in one line when a rule fires. */
export function conditionOf(rule: AlertRule): string {
  const lasting = rule.forMs > 0 ? `, for ${spanText(rule.forMs)}` : '';
  const where = rule.filter ? `, where ${rule.filter}` : '';
  return `${clauseOf(rule)}${lasting}${where}`;
}

function clauseOf(rule: AlertRule): string {
  switch (rule.kind) {
    case 'error-rate':
      return `more than ${formatShare(rule.above, 1)} of the calls fail, ${windowOf(rule)}`;
    case 'latency':
      return `p${rule.percentile} is above ${formatDuration(rule.aboveMs)}, ${windowOf(rule)}`;
    case 'stuck-call':
      return 'a call takes much longer than is usual for its tool';
    case 'silent-session':
      return `an open session is silent for ${spanText(rule.afterMs)}`;
    case 'silent-agent':
      return `nothing comes for ${spanText(rule.afterMs)}`;
    case 'log-degraded':
      return 'the log cannot commit';
    case 'instance-lost':
      return `an instance was lost in the last ${spanText(rule.windowMs)}`;
    case 'quota':
      return `requests were refused for a limit in the last ${spanText(rule.windowMs)}`;
    case 'tools-changed':
      return `the definition of a tool has changed in the last ${spanText(rule.windowMs)}`;
    case 'upstream-down':
      return 'an upstream server has failed';
    default:
      return rule satisfies never;
  }
}

function windowOf({ windowMs, minimum }: ErrorRateRule | LatencyRule): string {
  return `in ${spanText(windowMs)} with ${formatCount(minimum)} or more`;
}
