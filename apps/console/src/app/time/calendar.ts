import { timeZone } from './page-choices.ts';

/** A date and time in the selected zone. `month` counts from 1. */
export interface CalendarTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

/** Returns the date and time at `at`, in milliseconds since 1970. */
export function calendarTimeOf(at: number): CalendarTime {
  const date = new Date(at);
  // Shifted by the offset, so that the UTC fields hold the local time.
  const shown = timeZone.value() === 'utc' ? date : new Date(at - date.getTimezoneOffset() * 60_000);
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

/** Returns the milliseconds since 1970 of a date and time; null if it does not exist, such as 31 February. */
export function momentOf(time: CalendarTime): number | null {
  const { year, month, day, hour, minute, second, ms } = time;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fields = [year, month - 1, day, hour, minute, second, ms] as const;
  const at = timeZone.value() === 'utc' ? Date.UTC(...fields) : new Date(...fields).getTime();
  const shown = calendarTimeOf(at);
  return shown.month === month && shown.day === day ? at : null;
}
