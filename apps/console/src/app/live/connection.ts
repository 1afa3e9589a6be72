/**
 * Where the stream stands. Times are milliseconds since 1970 by this machine's clock. `lostAt` is when
 * the last live connection broke; it is null until there has been one.
 */
export type Connection =
  | { phase: 'idle' }
  | { phase: 'connecting' }
  | { phase: 'live'; since: number; clockOffsetMs: number }
  | { phase: 'waiting'; retryAt: number; attempt: number; cause: string; lostAt: number | null }
  | { phase: 'retrying'; attempt: number; cause: string; lostAt: number | null }
  | { phase: 'signed-out' };

/** How one attempt to read the stream ended. */
export type StreamEnd =
  | { kind: 'signed-out' }
  /** The server does not take the position we asked for: begin again from a snapshot. */
  | { kind: 'bad-position'; cause: string }
  | { kind: 'lost'; cause: string; retryAfterMs?: number };
