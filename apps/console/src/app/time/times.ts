import { calendarTimeOf } from './calendar.ts';
import { formatSpan } from './durations.ts';
import { timeZone, type TimeZone } from './page-choices.ts';

const TIME_OF_DAY = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const PRECISE = { ...TIME_OF_DAY, fractionalSecondDigits: 3 } as const;
const DATE = { year: 'numeric', month: 'short', day: 'numeric' } as const;

const STYLES = {
  precise: PRECISE,
  preciseDay: { ...DATE, ...PRECISE },
  clock: TIME_OF_DAY,
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' },
  dayOfYear: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { dateStyle: 'medium' },
  full: { weekday: 'short', ...DATE, ...TIME_OF_DAY },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

type Format = (at: Date) => string;
type Formats = Record<keyof typeof STYLES, Format>;

const FORMATS = Object.fromEntries(timeZone.values.map((zone) => [zone, formatsIn(zone)])) as Record<
  TimeZone,
  Formats
>;

function formatsIn(zone: TimeZone): Formats {
  const at = zone === 'utc' ? { timeZone: 'UTC' } : {};
  const formats = Object.entries(STYLES).map(([style, options]) => [style, formatOf({ ...options, ...at })]);
  return Object.fromEntries(formats) as Formats;
}

/** A format takes browsers up to a millisecond to make, so it is made when it is first used. */
function formatOf(options: Intl.DateTimeFormatOptions): Format {
  let format: Intl.DateTimeFormat | undefined;
  return (at) => (format ??= new Intl.DateTimeFormat(undefined, options)).format(at);
}

/** Formats a point in time in the selected zone. */
function write(style: keyof Formats, at: string | number): string {
  return FORMATS[timeZone.value()][style](new Date(at));
}

/** Formats the time of day with milliseconds. */
export function formatPreciseTime(iso: string): string {
  return write('precise', iso);
}

/** Formats the date and time with milliseconds. */
export function formatPreciseMoment(iso: string): string {
  return write('preciseDay', iso);
}

/** The time of day. */
export function formatTime(at: string | number): string {
  return write('clock', at);
}

/** Formats the time of day in whole minutes. */
export function formatMinute(at: number): string {
  return write('minute', at);
}

/** The date. */
export function formatDay(at: number): string {
  return write('date', at);
}

/**
 * Formats the time of day, with the date unless that is today, and with the year unless that is the current one. `now` is
 * in milliseconds since 1970.
 */
export function formatMoment(iso: string, now: number): string {
  if (isSameDay(iso, now)) return write('clock', iso);
  const isThisYear = calendarTimeOf(Date.parse(iso)).year === calendarTimeOf(now).year;
  return write(isThisYear ? 'dayOfYear' : 'day', iso);
}

/** Formats the time of day, or only the date if that is not today. For narrow places. */
export function formatShortMoment(iso: string, now: number): string {
  return write(isSameDay(iso, now) ? 'clock' : 'date', iso);
}

/** Formats the date with the day of the week, and the time of day. `at` is in milliseconds since 1970. */
export function formatFullMoment(at: number): string {
  return write('full', at);
}

function isSameDay(iso: string, now: number): boolean {
  return write('date', iso) === write('date', now);
}

const offset = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' });

/** Formats the offset of the local time, such as `GMT+1`. `at` is in milliseconds since 1970. */
export function formatZone(at: number): string {
  return offset.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Formats the time since `at`: `now`, `8 s ago`, `2 m 05 s ago`. Times are in milliseconds since 1970. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  return ms < 1000 ? 'now' : `${formatSpan(ms)} ago`;
}
