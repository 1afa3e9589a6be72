import type { EventId, StatsTotals } from '#contract';

import { callLink } from '../../call/call-link.ts';
import type { Rates } from '../../picture/rates/rate-window.ts';
import { formatLatency, formatSpan } from '../../time/durations.ts';
import { formatShortMoment } from '../../time/times.ts';
import { formatBigCount, formatCount, formatRate, formatShare } from '../../ui/numbers.ts';
import { errorTone, liveLink, rangeLink, trendOf, type Card, type CardNote } from './card.ts';
import { changeText } from '../answers/change-text.ts';
import type { ShownPoints } from '../answers/chart-texts.ts';
import { runningCall } from './running-call.ts';

/** What the cards of the live picture are made of. */
export interface LiveFigures {
  /** Null before the first snapshot. */
  totals: StatsTotals | null;
  lastMinute: Rates | null;
  lastFiveMinutes: Rates | null;
  /** The trends; null until they are known. */
  shown: ShownPoints | null;
  /** The last 15 minutes; null if they are not known. */
  recent: ShownPoints | null;
  /** The most calls in flight and open sessions in each step of the last five minutes, oldest first. */
  running: readonly number[];
  sessions: readonly number[];
  /** The time of the picture, in milliseconds since 1970. */
  now: number;
}

/** Whether counters of this tab reach back for all of five minutes. */
function isWhole({ spanMs }: Rates): boolean {
  return spanMs >= 299_000;
}

/** The rates of the last steps that are known, until the counters of this tab reach back as far. */
function ratesOf(recent: ShownPoints | null, spanMs: number): Rates | null {
  if (!recent) return null;
  const points = recent.points.slice(-Math.round(spanMs / recent.step));
  const [last] = points.slice(-1);
  if (!last) return null;
  const to = Date.parse(last.at) + recent.step;
  const calls = points.reduce((sum, point) => sum + point.calls, 0);
  const errors = points.reduce((sum, point) => sum + point.errors, 0);
  return { to, spanMs: points.length * recent.step, calls, ended: calls, errors };
}

/** The failures of five minutes, and the calls that they are among. */
interface ErrorRates extends Rates {
  /** The term for these calls: steps count calls where they began. */
  among: string;
}

/** The rates of five minutes. Steps reach back further than a new tab does, but have nothing of the newest calls. */
function errorRates(counted: Rates | null, recent: ShownPoints | null): ErrorRates | null {
  const inSteps = ratesOf(recent, 300_000);
  const isCounted = counted && (!inSteps || isWhole(counted) || counted.ended > inSteps.ended);
  if (isCounted) return { ...counted, among: 'type:tool:done,tool:error' };
  return inSteps && { ...inSteps, among: 'type:tool:start' };
}

/** The cards of what happens now; what happened in all is beside it. */
export function liveCards(figures: LiveFigures): Card[] {
  return [
    callsCard(figures),
    errorsCard(figures),
    latencyCard(figures),
    inFlightCard(figures),
    sessionsCard(figures),
  ];
}

/** The steps that the log has from their beginning: before it was made, nothing was counted. */
function sinceOf(recent: ShownPoints | null, totals: StatsTotals | null): ShownPoints | null {
  if (!recent || !totals) return null;
  const since = Date.parse(totals.since);
  return { ...recent, points: recent.points.filter(({ at }) => Date.parse(at) >= since) };
}

function callsCard({ totals, shown, recent, now, ...counted }: LiveFigures): Card {
  const lastMinute = counted.lastMinute ?? ratesOf(recent, 60_000);
  const change = changeText(sinceOf(recent, totals));
  return {
    id: 'calls',
    label: 'Calls a minute',
    figure: lastMinute ? formatRate((lastMinute.calls * 60_000) / lastMinute.spanMs) : '–',
    tone: null,
    notes: [
      { text: change ?? overText(lastMinute) },
      totalNote(totals?.totalToolCalls, 'calls', 'type:tool:*', { totals, now }),
      { text: `since ${totals ? formatShortMoment(totals.since, now) : '…'}` },
    ],
    trend: trendOf(shown, ({ calls }) => calls),
    link: liveLink('type:tool:*'),
  };
}

function errorsCard({ totals, lastFiveMinutes, shown, recent, now }: LiveFigures): Card {
  const rates = errorRates(lastFiveMinutes, recent);
  return {
    id: 'errors',
    label: 'Error rate',
    figure: rates ? formatShare(rates.errors, rates.ended) : '–',
    tone: rates ? errorTone(rates.errors, rates.ended) : null,
    notes: [
      ...(rates ? failedNotes(rates) : []),
      { text: overText(rates) },
      totalNote(totals?.errorCount, 'errors', 'is:error', { totals, now }),
      { text: 'in all' },
    ],
    trend: trendOf(shown, ({ errors }) => errors),
    link: liveLink('is:error'),
  };
}

function latencyCard({ totals, shown }: LiveFigures): Card {
  return {
    id: 'latency',
    label: 'Latency p99',
    figure: formatLatency(totals?.p99LatencyMs ?? null),
    tone: null,
    notes: [
      { text: `p50 ${formatLatency(totals?.p50LatencyMs ?? null)}` },
      { text: `p95 ${formatLatency(totals?.p95LatencyMs ?? null)}` },
      { text: 'last 5 minutes' },
    ],
    trend: trendOf(shown, ({ p99LatencyMs }) => p99LatencyMs),
    link: { page: '/tools', query: { sort: '-p99' } },
  };
}

function inFlightCard({ totals, running, now }: LiveFigures): Card {
  const oldest = totals?.inFlight[0];
  const stuck = totals?.inFlight.filter((call) => runningCall(call, totals, now).pace === 'stuck').length;
  const age = oldest && formatSpan(now - Date.parse(oldest.startedAt));
  return {
    id: 'in-flight',
    label: 'In flight',
    figure: totals ? formatCount(totals.toolCallsInFlight) : '–',
    tone: null,
    notes: [
      ...(stuck ? [{ text: `${formatCount(stuck)} stuck`, role: 'bad' as const }] : []),
      oldest?.startId ? oldestNote(`oldest ${age}`, oldest.startId) : { text: 'none running' },
    ],
    trend: running,
    link: liveLink('is:running'),
  };
}

/** How long the oldest call has run, which leads to that call. */
function oldestNote(text: string, startId: EventId): CardNote {
  return { text, counts: { of: '', shows: 'that call', link: { page: '/', query: callLink(startId) } } };
}

function sessionsCard({ totals, sessions }: LiveFigures): Card {
  const busy = new Set(totals?.inFlight.map(({ sessionId }) => sessionId)).size;
  return {
    id: 'sessions',
    label: 'Sessions',
    figure: totals ? formatCount(totals.activeSessions) : '–',
    tone: null,
    notes: [{ text: 'open' }, ...(busy > 0 ? [busyNote(busy)] : [])],
    trend: sessions,
    link: { page: '/sessions', query: { filter: null, silent: 'shown' } },
  };
}

function busyNote(sessions: number): CardNote {
  const query = { filter: 'is:running' };
  return {
    text: `${formatCount(sessions)} with a running call`,
    counts: { of: '', shows: 'the sessions', link: { page: '/sessions', query } },
  };
}

/** How many calls failed, and of how many: each number leads to what it counts. */
function failedNotes({ errors, ended, to, spanMs, among }: ErrorRates): CardNote[] {
  const range = { from: new Date(to - spanMs).toISOString(), to: endAfter(to) };
  const counts = (of: string, term: string): Required<CardNote>['counts'] => ({
    of,
    shows: 'them',
    link: rangeLink(range, term),
  });
  return [
    { text: formatCount(errors), isJoined: true, counts: counts('recent errors', 'is:error') },
    { text: `of ${formatCount(ended)} calls`, counts: counts('', among) },
  ];
}

/** The end of a range with all that the picture has: the end itself is left out, and its time is in whole seconds. */
function endAfter(second: number): string {
  return new Date(second + 1_000).toISOString();
}

/** A total, which leads to all that it counts. */
function totalNote(
  total: number | undefined,
  of: string,
  term: string,
  { totals, now }: Pick<LiveFigures, 'totals' | 'now'>,
): CardNote {
  if (!totals || total === undefined) return { text: '–', role: 'total' };
  const link = rangeLink({ from: totals.since, to: endAfter(now) }, term);
  return { text: formatBigCount(total), role: 'total', counts: { of, shows: 'them', link } };
}

/** The span of a rate. */
function overText(rates: Rates | null): string {
  if (!rates) return 'counting…';
  const minutes = rates.spanMs / 60_000;
  if (minutes === 1) return 'last minute';
  return Number.isInteger(minutes) ? `last ${minutes} minutes` : `last ${formatSpan(rates.spanMs)}`;
}
