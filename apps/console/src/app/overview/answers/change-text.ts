import { formatShare } from '../../ui/numbers.ts';
import type { ShownPoints } from './chart-texts.ts';

/** What is compared with the time before it, in milliseconds. */
const RECENT_MS = 5 * 60_000;
/** With fewer calls before, a change says nothing. */
const ENOUGH = 20;
/** A change below this share is none. */
const LEAST = 0.02;

/** How the calls of the last five minutes differ from those before, in whole percent: `▲ 12%`; null if too little is known to tell. */
export function changeText(shown: ShownPoints | null): string | null {
  if (!shown) return null;
  const { step, points } = shown;
  const recent = Math.round(RECENT_MS / step);
  const [before, after] = [points.slice(0, -recent), points.slice(-recent)].map((part) => ({
    calls: part.reduce((sum, { calls }) => sum + calls, 0),
    ms: part.length * step,
  }));
  if (!before || !after || before.calls < ENOUGH || before.ms < RECENT_MS) return null;
  const change = after.calls / after.ms / (before.calls / before.ms) - 1;
  if (Math.abs(change) < LEAST) return 'steady for 15 minutes';
  const percent = Math.round(Math.abs(change) * 100);
  return `${change > 0 ? '▲' : '▼'} ${formatShare(percent, 100)} in 5 minutes`;
}
