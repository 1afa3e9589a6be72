import type { AlertSubject, EventOf } from '#contract';

/** What a receiver is sent: that an alert fires, or that it no longer fires. */
export type AlertMessage = Pick<EventOf<'alert:firing'>, 'id' | 'type' | 'timestamp' | 'data'> | Resolved;

type Resolved = Pick<EventOf<'alert:resolved'>, 'id' | 'type' | 'timestamp' | 'data'>;

/** The id of the alert: that of its `alert:firing`, also when it ends. */
export function alertIdOf(message: AlertMessage): string {
  return message.type === 'alert:firing' ? message.id : message.data.firing;
}

/** One line for people. */
export function summaryOf(message: AlertMessage): string {
  const { rule, severity, subject } = message.data;
  const about = subject ? ` (${subjectText(subject)})` : '';
  if (message.type === 'alert:resolved') return `Resolved: ${rule}${about}`;
  const { kind, value, threshold } = message.data;
  return `${severity}: ${rule}${about}: ${kind} ${rounded(value)}, above ${rounded(threshold)}`;
}

function subjectText(subject: AlertSubject): string {
  switch (subject.kind) {
    case 'call':
      return `call ${subject.call} of ${subject.tool}`;
    case 'session':
      return `${subject.client}, session ${subject.session}`;
    case 'instance':
      return `instance ${subject.instance}`;
    case 'limit':
      return `${subject.limit} of ${subject.scope} ${subject.name}`;
    case 'tool':
      return subject.upstream === undefined
        ? `tool ${subject.tool}`
        : `tool ${subject.tool} of ${subject.upstream}`;
    case 'upstream':
      return `upstream ${subject.upstream}`;
    default:
      return subject satisfies never;
  }
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
