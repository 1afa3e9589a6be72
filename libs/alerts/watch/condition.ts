import type {
  AlertRule,
  AlertSubject,
  CrowsnestEvent,
  InFlightCall,
  SessionFacts,
  SessionRecord,
  StatsTotals,
} from '#contract';

/** A condition of a rule that holds at a moment. */
export interface Condition {
  /** As in `alert:firing`. */
  value: number;
  threshold: number;
  /** Since when it holds, in milliseconds of event time, where the events say so. Otherwise it begins when it is seen. */
  since?: number;
  subject?: AlertSubject;
}

/** What is folded from events elsewhere, up to the event that a rule has seen last. */
export interface Sight {
  findSession(sessionId: string): SessionFacts | undefined;
  openSessions(): readonly SessionRecord[];
  callsInFlight(): readonly InFlightCall[];
  totals(): StatsTotals;
  /** See `callPaceOf`. */
  readonly stuckMs: number;
}

/** What a rule knows of the events so far. It reads no clock and does no I/O. */
export interface Watch {
  /** Folds one event, stamped at `at` in milliseconds since 1970. */
  apply(event: CrowsnestEvent, at: number): void;
  /** The conditions that hold at `now` in event time; at most one of each subject. */
  conditions(now: number, sight: Sight): readonly Condition[];
  /** Returns what the watch is restored from, as JSON. */
  save(): unknown;
}

/** The rule of one kind. */
export type RuleOf<K extends AlertRule['kind']> = Extract<AlertRule, { kind: K }>;

/** Identifies the subject of an alert among those of its rule. */
export function subjectKey(subject: AlertSubject | undefined): string {
  if (!subject) return '';
  switch (subject.kind) {
    case 'call':
      return subject.call;
    case 'session':
      return subject.session;
    case 'instance':
      return subject.instance;
    case 'limit':
      return JSON.stringify([subject.scope, subject.name, subject.limit]);
    case 'tool':
      return JSON.stringify([subject.upstream, subject.tool]);
    case 'upstream':
      return subject.upstream;
    default:
      return subject satisfies never;
  }
}
