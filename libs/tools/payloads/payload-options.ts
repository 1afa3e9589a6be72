/** Which payload of a call: the arguments from the agent, or the result. */
export type PayloadPart = 'arguments' | 'result';

/** Whether, and how, events include the payloads of calls. */
export interface PayloadOptions {
  /** `off`: events contain only names, sizes and durations. `redacted`: also arguments and results, without secrets. */
  mode: 'off' | 'redacted';
  /** Maximum bytes of JSON per payload. Only the beginning of a larger payload is kept. Default: 16 KiB. */
  maxBytes?: number;
  /**
   * Removes what only you know to be secret. The function receives a copy without the secrets that are recognized by
   * name or form. It returns what may be kept, or `undefined` to keep nothing. It runs while the agent waits, so it
   * should be fast. When it throws, the payload is kept as `[redaction failed]`.
   */
  redact?(value: unknown, about: { tool: string; part: PayloadPart }): unknown;
}

/** Maximum size of a stored payload where no option sets another one, in bytes of JSON. */
export const DEFAULT_MAX_PAYLOAD_BYTES = 16 * 1024;
