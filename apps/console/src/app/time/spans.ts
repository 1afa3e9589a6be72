import { formatTime } from './times.ts';

const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', year: 'numeric' });

/**
 * A range of local time in one line: `14:00:00 – 14:10:00`, with its date unless that is today, and both dates where they
 * differ. All times are milliseconds since 1970.
 */
export function formatRange(from: number, to: number, now: number): string {
  const [first, last, today] = [from, to, now].map((at) => new Date(at).toDateString());
  const end = first === last ? formatTime(to) : `${formatDay(to, now)}, ${formatTime(to)}`;
  const start = first === last && first === today ? '' : `${formatDay(from, now)}, `;
  return `${start}${formatTime(from)} – ${end}`;
}

/** The local day, with its year unless that is this year's. */
function formatDay(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? day : dayOfYear).format(at);
}
