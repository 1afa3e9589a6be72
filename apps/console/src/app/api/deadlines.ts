/** How long the console waits for the server, in milliseconds. Every request has one of these deadlines. */
export const DEADLINES = {
  /** From a request to the last byte of its answer. */
  request: 15_000,
  /** From a connection attempt to the first bytes of the stream. */
  connect: 10_000,
  /** Between two chunks of the stream. The server sends a heartbeat every 15 s, so two may be lost. */
  silence: 40_000,
} as const;
