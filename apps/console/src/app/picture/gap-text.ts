import { formatMoment } from '../time/times.ts';
import { formatCount } from '../ui/numbers.ts';
import type { Gap } from '../live/feed/feed-item.ts';

/**
 * Describes a gap as a sentence without its full stop: `1,500 events from 20:15:03 to 20:16:10 are missing`. Omits what
 * is unknown; ids replace unknown times. `now` is in milliseconds since 1970.
 */
export function gapText(gap: Gap, now: number): string {
  const { missing, inLog } = gap;
  const which = placeOf(gap, now);
  if (inLog) return `${formatCount(missing ?? 0)} events ${which} came too fast for this tab`;
  if (missing === null) return `Events ${which} are missing`;
  return missing === 1
    ? `1 event ${which} is missing`
    : `${formatCount(missing)} events ${which} are missing`;
}

function placeOf({ after, upTo, from, to }: Gap, now: number): string {
  const [begin, end] = [from, to].map((time) => (time === null ? null : formatMoment(time, now)));
  if (begin && end) return begin === end ? `from ${begin}` : `from ${begin} to ${end}`;
  if (end) return `from before ${end}`;
  return begin ? `from ${begin} on` : `after ${after} up to ${upTo}`;
}
