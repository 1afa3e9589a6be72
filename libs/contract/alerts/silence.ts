/** For how long a silence may last, in milliseconds: 30 days. */
export const LONGEST_SILENCE_MS = 30 * 86_400_000;

/** Maximum number of silences at a time. */
export const MAX_SILENCES = 100;

/** The members of the subjects of alerts, by which a silence may choose among the alerts. */
export const SUBJECT_MEMBERS = [
  'call',
  'tool',
  'session',
  'sessionId',
  'client',
  'tenantId',
  'instance',
  'limit',
  'scope',
  'name',
  'upstream',
] as const;

/** What the subject of an alert must say: each member exactly so. */
export type SilencedSubject = { [M in (typeof SUBJECT_MEMBERS)[number]]?: string };

/** While it lasts, receivers are not notified of the alerts that it selects. It names a rule, a subject or both. */
export interface Silence {
  id: string;
  /** The name of the only rule. */
  rule?: string;
  subject?: SilencedSubject;
  reason: string;
  /** When it ends by itself: ISO 8601, UTC. */
  until: string;
  /** The name of the admin who began it. */
  by: string;
  /** When it began: ISO 8601, UTC. */
  since: string;
}
