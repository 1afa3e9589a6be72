/**
 * Limits of a requested wait: a shorter one would become a busy loop, and a longer one would stop the console for days.
 */
const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * Reads `Retry-After`, in seconds or as a date, as milliseconds from `now`, between a second and an hour. Returns
 * `undefined` if the header is missing or invalid.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));
}
