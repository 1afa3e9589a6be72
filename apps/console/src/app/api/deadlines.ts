/** How long the console waits for the server, in milliseconds. No request is without one of these. */
export const DEADLINES = {
  /** From a request to the last byte of its answer. */
  request: 15_000,
  /** From a connection attempt to the first bytes of the stream. */
  connect: 10_000,
  /** Between two signs of life on the stream. The server's heartbeat comes every 15 s: two may be lost. */
  silence: 40_000,
} as const;
