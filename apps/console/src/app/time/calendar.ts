import { timeZone } from './time-zone.ts';

/** A point in time as the calendar and the clock of the chosen zone show it. `month` counts from 1. */
export interface CalendarTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

/** What calendar and clock show at a time in milliseconds since 1970. */
export function calendarTimeOf(at: number): CalendarTime {
  const date = new Date(at);
  // A local time has the fields of the UTC time that its offset makes of it.
  const shown = timeZone() === 'utc' ? date : new Date(at - date.getTimezoneOffset() * 60_000);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    ms: shown.getUTCMilliseconds(),
  };
}

/** When calendar and clock show this, in milliseconds since 1970; null if they never do, as on a 31st of February. */
export function momentOf(time: CalendarTime): number | null {
  const { year, month, day, hour, minute, second, ms } = time;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fields = [year, month - 1, day, hour, minute, second, ms] as const;
  const at = timeZone() === 'utc' ? Date.UTC(...fields) : new Date(...fields).getTime();
  const shown = calendarTimeOf(at);
  return shown.month === month && shown.day === day ? at : null;
}
