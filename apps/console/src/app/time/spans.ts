import { formatDay, formatTime } from './times.ts';

/**
 * Formats a range in one line: `14:00:00 – 14:10:00`, with its date unless that is today, and with both dates if they
 * differ. All times are in milliseconds since 1970.
 */
export function formatRange(from: number, to: number, now: number): string {
  const [first, last, today] = [formatDay(from), formatDay(to), formatDay(now)];
  const start = first === last && first === today ? '' : `${first}, `;
  const end = first === last ? '' : `${last}, `;
  return `${start}${formatTime(from)} – ${end}${formatTime(to)}`;
}
