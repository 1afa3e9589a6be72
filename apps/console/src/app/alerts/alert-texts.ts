import type { AlertKind, AlertSeverity, AlertSubject } from '#contract';

import { formatDuration, formatSpan } from '../time/durations.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';

/** What a rule of each kind watches, as people say it. */
export const KIND_NAMES: Record<AlertKind, string> = {
  'error-rate': 'error rate',
  latency: 'latency',
  'stuck-call': 'stuck call',
  'silent-session': 'silent session',
  'silent-agent': 'silent agent',
  'log-degraded': 'log cannot commit',
  'instance-lost': 'instance lost',
  quota: 'limit exceeded',
  'tools-changed': 'definition changed',
  'upstream-down': 'upstream failed',
};

const TONES: Record<AlertSeverity, string> = {
  info: 'quiet',
  warning: 'slow',
  error: 'bad',
  critical: 'bad',
};

/** The tone of an alert's badge. */
export function severityTone(severity: AlertSeverity): string {
  return TONES[severity] ?? 'bad';
}

/** Formats a value or a threshold of a rule of this kind. */
export function formatValue(kind: AlertKind, value: number): string {
  switch (kind) {
    case 'error-rate':
      return formatShare(value, 1);
    case 'latency':
      return formatDuration(value);
    case 'stuck-call':
    case 'silent-session':
    case 'silent-agent':
    case 'log-degraded':
    case 'upstream-down':
      return formatSpan(value);
    case 'instance-lost':
    case 'quota':
    case 'tools-changed':
      return formatCount(value);
    default:
      kind satisfies never;
      return formatCount(value);
  }
}

/** What an alert has measured. */
export interface Measured {
  kind: AlertKind;
  value: number;
  threshold: number;
}

/** What was measured, and what it is above; alone where anything is too much. */
export function measureOf(measured: Measured): string {
  return valueOf(measured) + limitOf(measured);
}

/** What was measured; empty where that says nothing. */
export function valueOf({ kind, value }: Measured): string {
  return kind === 'instance-lost' || kind === 'tools-changed' ? '' : formatValue(kind, value);
}

/** What the value is above, to be written after it; empty where anything is too much. */
export function limitOf(measured: Measured): string {
  const { kind, threshold } = measured;
  return threshold === 0 || valueOf(measured) === '' ? '' : `, above ${formatValue(kind, threshold)}`;
}

/** What an alert is about; empty for a rule about many events. */
export function subjectText(subject: AlertSubject | undefined): string {
  if (!subject) return '';
  switch (subject.kind) {
    case 'call':
      return `call of ${subject.tool}`;
    case 'session':
      return `session of ${subject.client}`;
    case 'instance':
      return subject.instance;
    case 'limit':
      return `${subject.limit} of ${subject.name}`;
    case 'tool':
      return subject.upstream === undefined ? subject.tool : `${subject.tool} of ${subject.upstream}`;
    case 'upstream':
      return subject.upstream;
    default:
      subject satisfies never;
      return '';
  }
}
