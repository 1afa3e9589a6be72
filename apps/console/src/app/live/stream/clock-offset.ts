/** Smaller differences are within the `Date` header's resolution of one second. */
const TOLERANCE_MS = 2_000;

/**
 * Returns the server's clock minus this machine's, in milliseconds, from the `Date` header; 0 if they agree. Without
 * this correction, the ages of running calls would be wrong.
 */
export function clockOffset(headers: Headers, now: number): number {
  const server = Date.parse(headers.get('date') ?? '') + 500;
  const offset = server - now;
  return Math.abs(offset) > TOLERANCE_MS ? offset : 0;
}
