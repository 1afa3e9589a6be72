import type { EventId } from '#contract';

/** The speeds of a replay, as factors of the original speed. */
export const SPEEDS = [1, 10, 60] as const;

/** One of the speeds: how many times as fast as it was. */
export type Speed = (typeof SPEEDS)[number];

/** A past range, in milliseconds since 1970: `from` ≤ time < `to`. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** The range that is played, and the moment at which to begin. */
export interface ReplayRange extends TimeSpan {
  at: number;
}

/** The commands of a tab to a replay. */
export type ReplayAct =
  /** Starts from the beginning if the end was reached. */
  | { do: 'play'; speed: Speed }
  | { do: 'pause' }
  /** One event forwards or back. Pauses. */
  | { do: 'step'; by: 1 | -1 }
  /** Goes to a moment, in milliseconds since 1970. */
  | { do: 'seek'; to: number };

/** The state of a replay. Times are in milliseconds since 1970, on the clock of the events. */
export interface ReplayState {
  /** The moment that is shown or being read. */
  at: number;
  pace: 'loading' | 'paused' | 'playing' | 'ended';
  speed: Speed;
  /** The last event that was played; null before the first. */
  position: EventId | null;
  /** The first moment that the server still has, if that is after the beginning of the range. */
  keptFrom: number | null;
  /** Sessions are computed from the events since this moment; null if that is their whole history. */
  sessionsSince: number | null;
  /**
   * Why the server has not answered. `retryAt` is the time of the next request on this machine's clock; null if there
   * is none.
   */
  problem: { cause: string; retryAt: number | null } | null;
}
