import type { EventId } from '#contract';

/** How many times faster than it happened a replay plays. */
export const SPEEDS = [1, 10, 60] as const;

export type Speed = (typeof SPEEDS)[number];

/** A part of the past, in milliseconds since 1970: `from` ≤ time < `to`. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** The part of the past that is played, and the moment to begin at. */
export interface ReplayRange extends TimeSpan {
  at: number;
}

/** What a tab asks of a replay. */
export type ReplayAct =
  /** From the beginning, if the end was reached. */
  | { do: 'play'; speed: Speed }
  | { do: 'pause' }
  /** One event forwards or back. Pauses. */
  | { do: 'step'; by: 1 | -1 }
  /** Goes to a moment, in milliseconds since 1970. */
  | { do: 'seek'; to: number };

/** How far a replay has come. Times are milliseconds since 1970 by the clock of the events. */
export interface ReplayState {
  /** The moment that is shown, or that is being read. */
  at: number;
  pace: 'loading' | 'paused' | 'playing' | 'ended';
  speed: Speed;
  /** The last event that has happened; null before there is any. */
  position: EventId | null;
  /** The first moment that the server still knows, where that is after the beginning of the range. */
  keptFrom: number | null;
  /** Sessions are told from the events since this moment; null if that is all of them. */
  sessionsSince: number | null;
  /** Why the server has not answered. `retryAt`: when it is asked again, by this machine's clock; null if it is not. */
  problem: { cause: string; retryAt: number | null } | null;
}
