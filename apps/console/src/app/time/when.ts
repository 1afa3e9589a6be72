import { timeStyle } from './page-choices.ts';
import { formatAgo, formatMoment, formatPreciseMoment, formatPreciseTime } from './times.ts';

/** When something happened, in the chosen style: {@link formatMoment}, or the time passed. `now` as there. */
export function formatWhen(iso: string, now: number): string {
  return timeStyle.value() === 'relative' ? formatPassed(Date.parse(iso), now) : formatMoment(iso, now);
}

/** The same in milliseconds, for what happens many times a second. `now` is only asked where it matters. */
export function formatPreciseWhen(iso: string, now: () => number): string {
  return timeStyle.value() === 'relative' ? formatPassed(Date.parse(iso), now()) : formatPreciseTime(iso);
}

/** The exact time, where the style tells less; else null. */
export function exactTime(iso: string): string | null {
  return timeStyle.value() === 'relative' ? formatPreciseMoment(iso) : null;
}

/** The time passed, without its smaller part: `now`, `8 s ago`, `2 m ago`, `3 h ago`, `4 d ago`. */
function formatPassed(at: number, now: number): string {
  return formatAgo(at, now).replace(/^(\d+ [mhd]) .* ago$/, '$1 ago');
}
