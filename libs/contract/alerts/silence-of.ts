import type { Silence } from './silence.ts';

/** The members of an alert that a silence compares, as in `alert:firing`. */
interface Silenced {
  rule: string;
  subject?: Partial<Record<string, string>>;
}

/** The silence that keeps receivers from being notified of an alert at `now`, in milliseconds since 1970. */
export function silenceOf(silences: Iterable<Silence>, alert: Silenced, now: number): Silence | undefined {
  for (const silence of silences)
    if (Date.parse(silence.until) > now && selectsAlert(silence, alert)) return silence;
  return undefined;
}

function selectsAlert({ rule, subject = {} }: Pick<Silence, 'rule' | 'subject'>, alert: Silenced): boolean {
  if (rule !== undefined && rule !== alert.rule) return false;
  return Object.entries(subject).every(([member, value]) => alert.subject?.[member] === value);
}
