/** Smaller differences are within the `Date` header's resolution of one second. */
const TOLERANCE_MS = 2_000;

/**
 * The server's clock minus this machine's, in milliseconds, from the `Date` header of an answer; 0 when they agree.
 * Without it the ages of running calls would be off by the difference between the clocks.
 */
export function clockOffset(headers: Headers, now: number): number {
  const server = Date.parse(headers.get('date') ?? '') + 500;
  const offset = server - now;
  return Math.abs(offset) > TOLERANCE_MS ? offset : 0;
}
