/** Smaller differences drown in the `Date` header's resolution of a second. */
const TOLERANCE_MS = 2_000;

/**
 * How far the server's clock is ahead of ours, in milliseconds, from an answer's `Date` header; 0 when
 * they agree. Ages of running calls come out wrong by as much as the clocks differ.
 */
export function clockOffset(headers: Headers, now: number): number {
  const server = Date.parse(headers.get('date') ?? '') + 500;
  const offset = server - now;
  return Math.abs(offset) > TOLERANCE_MS ? offset : 0;
}
