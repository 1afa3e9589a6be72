/** What can be limited for an agent, and for all agents of a tenant together. */
export const LIMIT_NAMES = [
  'callsPerMinute',
  'callsAtOnce',
  'sessions',
  'argumentBytesPerMinute',
  'argumentBytes',
] as const;

/**
 * The name of a limit. `sessions` are protocol sessions. Bytes are those of the arguments as JSON, in all calls of a
 * minute and in one call.
 */
export type LimitName = (typeof LIMIT_NAMES)[number];

/** The maximum of each limit. A missing member means no limit. */
export type LimitValues = { [N in LimitName]?: number | undefined };

/** Whose limit it is: that of one agent, or that of all agents of a tenant together. */
export type QuotaScope = 'agent' | 'tenant';

/** 80 % of a limit are used. Told at most once a minute for each limit of each agent and tenant. */
export interface QuotaNearData {
  scope: QuotaScope;
  /** The name of the agent or of the tenant. */
  name: string;
  /** The id of the agent's principal. Missing for a tenant. */
  principal?: string;
  limit: LimitName;
  /** How much is used. */
  value: number;
  max: number;
  /** Length of the window in which uses are counted, in milliseconds. Missing for what is counted at a time. */
  windowMs?: number;
}

/**
 * Requests were refused because of a limit. The first refusal is reported at once, and those of the following minute
 * together at its end.
 */
export interface QuotaExceededData extends QuotaNearData {
  /** Number of refused requests that this event reports. */
  refused: number;
}
