import type { ReplayState } from './replay-state.ts';

/**
 * The state of the connection. Times are in milliseconds since 1970 on this machine's clock. `lostAt` is when the last
 * live connection was lost; null if there was none.
 */
export type Connection =
  | { phase: 'idle' }
  | { phase: 'connecting' }
  /** `isCatchingUp`: events that happened while the connection was lost are still arriving. */
  | { phase: 'live'; since: number; clockOffsetMs: number; isCatchingUp?: true }
  | { phase: 'waiting'; retryAt: number; attempt: number; cause: string; lostAt: number | null }
  | { phase: 'retrying'; attempt: number; cause: string; lostAt: number | null }
  /** There is no connection: the past is played. */
  | { phase: 'replay'; replay: ReplayState }
  | { phase: 'signed-out' };
