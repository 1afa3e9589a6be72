import type { SessionView } from '#contract';

import { callLinks } from '../analysis/links/session-links.ts';
import type { Call } from '../call/call.ts';
import { formatLatency } from '../time/durations.ts';
import type { CountQuery } from '../ui/count-link.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { merged } from './time-scale.ts';
import { spanOf } from './waterfall-rows.ts';

/** A figure of a session, and where it leads to: nowhere where no events are about it. */
export interface Figure {
  name: string;
  value: string;
  isBad?: boolean;
  /** What the value is of, and what the link shows. */
  of: string;
  shows: string;
  query: CountQuery | null;
}

/** Returns the counts of a session, with links to the calls up to `now`. */
export function countsOf(session: SessionView, read: readonly Call[], now: number): Figure[] {
  const links = callLinks([session], now);
  const { errors, callsInFlight } = session;
  const shows = 'them';
  // A call that was just read may be newer than the view of its session.
  const calls = formatCount(Math.max(session.calls, read.length));
  return [
    { name: 'Calls', value: calls, of: 'calls of this session', shows, query: links.calls },
    {
      name: 'Failed',
      value: formatCount(errors),
      isBad: errors > 0,
      of: 'errors of this session',
      shows,
      query: links.errors,
    },
    {
      name: 'In flight',
      value: formatCount(callsInFlight),
      of: 'running calls of this session',
      shows,
      query: links.running,
    },
  ];
}

/** Returns percentiles of the calls that have been read, with links to the calls up to `now` that took as long. */
export function latenciesOf(session: SessionView, read: readonly Call[], now: number): Figure[] {
  const links = callLinks([session], now);
  const durations = read
    .flatMap(({ end }) => (end?.type === 'tool:done' ? [end.data.durationMs] : []))
    .toSorted((a, b) => a - b);
  return [50, 99].map((percent) => {
    const ms = percentile(durations, percent / 100);
    const shows = 'the calls that took as long';
    return {
      name: `p${percent}`,
      value: formatLatency(ms),
      of: `p${percent} of this session`,
      shows,
      query: links.slower(ms),
    };
  });
}

/** Returns the share of its time in which none of these calls ran, if they are all of its calls. */
export function idleOf(session: SessionView, calls: readonly Call[], areAll: boolean): Figure {
  const lasted = Date.parse(session.lastEventAt) - Date.parse(session.openedAt);
  const spans = calls.map((call) => spanOf(call, 0, false));
  const busyMs = merged(spans).reduce((sum, { from, to }) => sum + to - from, 0);
  const isKnown = areAll && lasted > 0 && calls.length > 0;
  const value = isKnown ? formatShare(Math.max(0, lasted - busyMs), lasted) : '–';
  return { name: 'Idle', value, of: 'of its time without a call', shows: '', query: null };
}

/** Returns the nearest-rank percentile of sorted values; null without any. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
