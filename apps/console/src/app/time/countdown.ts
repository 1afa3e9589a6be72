import { TICK_MS } from './clock.ts';
import { formatSpan } from './durations.ts';

/**
 * Formats the time until `at`: whole seconds, rounded up, at least `1 s`. Both times are in milliseconds since 1970;
 * `now` may be one tick of the clock behind.
 */
export function formatCountdown(at: number, now: number): string {
  return formatSpan(Math.max(1, Math.ceil((at - now - TICK_MS) / 1000)) * 1000);
}
