/** Which payload of a call: what the agent sent, or what it was answered. */
export type PayloadPart = 'arguments' | 'result';

/** Whether, and how, the payloads of calls become part of their events. */
export interface PayloadOptions {
  /** `off`: events tell names and durations only. `redacted`: arguments and results, without secrets. */
  mode: 'off' | 'redacted';
  /** The most bytes of JSON that are kept of one payload; of a longer one its beginning is kept. Default: 16 KiB. */
  maxBytes?: number;
  /**
   * Takes out what only you know to be secret. It is handed a copy, from which the secrets that can be told by
   * their name or form are gone already, and returns what may be kept; `undefined` for nothing. It runs while
   * the agent waits, so keep it short. When it throws, the payload is kept as `[redaction failed]`.
   */
  redact?(value: unknown, about: { tool: string; part: PayloadPart }): unknown;
}

export const DEFAULT_MAX_PAYLOAD_BYTES = 16 * 1024;
