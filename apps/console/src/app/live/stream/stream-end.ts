/** Why a connection ended. */
export type StreamEnd =
  | { kind: 'signed-out' }
  /** The server refused the position, or a frame could not be applied: the next attempt starts from a snapshot. */
  | { kind: 'bad-position' | 'fault'; cause: string }
  /** `retryAfterMs`: the shortest wait that the server asks for. */
  | { kind: 'lost'; cause: string; retryAfterMs?: number };
