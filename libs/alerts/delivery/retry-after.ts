/** The longest pause that a receiver is granted, in milliseconds: ten minutes. */
const LONGEST_MS = 600_000;

/** The pause that an answer asks for by `Retry-After` (RFC 9110, 10.2.3), in milliseconds; 0 if it asks for none. */
export function retryAfterMs(header: string | undefined, now: number): number {
  const text = header?.trim() ?? '';
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Math.min(LONGEST_MS, Math.max(0, askedMs || 0));
}
