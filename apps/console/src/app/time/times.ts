import { formatSpan } from './durations.ts';

const precise = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The local time of day to the millisecond, for rows of the feed. */
export function formatPreciseTime(iso: string): string {
  return precise.format(new Date(iso));
}

/** The local time of day. */
export function formatTime(at: string | number): string {
  return clock.format(new Date(at));
}

/** The local time of day; with its date when that was not today. `now` is milliseconds since 1970. */
export function formatMoment(iso: string, now: number): string {
  const at = new Date(iso);
  return at.toDateString() === new Date(now).toDateString() ? clock.format(at) : day.format(at);
}

/** The local time of day; when that was not today, its date alone. For where there is little room. */
export function formatShortMoment(iso: string, now: number): string {
  const at = new Date(iso);
  return at.toDateString() === new Date(now).toDateString() ? clock.format(at) : date.format(at);
}

/** How long ago: `now`, `8 s ago`, `2 m 05 s ago`. Times are milliseconds since 1970. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  return ms < 1000 ? 'now' : `${formatSpan(ms)} ago`;
}
