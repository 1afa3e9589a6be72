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
const preciseDay = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The local time of day in milliseconds. */
export function formatPreciseTime(iso: string): string {
  return precise.format(new Date(iso));
}

/** The local date and time in milliseconds. */
export function formatPreciseMoment(iso: string): string {
  return preciseDay.format(new Date(iso));
}

/** The local time of day. */
export function formatTime(at: string | number): string {
  return clock.format(new Date(at));
}

/** The local time of day, with the date unless that is today. `now` is milliseconds since 1970. */
export function formatMoment(iso: string, now: number): string {
  const at = new Date(iso);
  return at.toDateString() === new Date(now).toDateString() ? clock.format(at) : day.format(at);
}

/** The local time of day, or the date alone unless that is today. For narrow places. */
export function formatShortMoment(iso: string, now: number): string {
  const at = new Date(iso);
  return at.toDateString() === new Date(now).toDateString() ? clock.format(at) : date.format(at);
}

const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' });

/** The offset of the local time, such as `GMT+1`. `at` is milliseconds since 1970. */
export function formatZone(at: number): string {
  return zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The time passed: `now`, `8 s ago`, `2 m 05 s ago`. Times are milliseconds since 1970. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  return ms < 1000 ? 'now' : `${formatSpan(ms)} ago`;
}
