import type { RangeStats } from '#contract';

import { formatLatency } from '../../time/durations.ts';
import { formatBigCount, formatCount, formatRate, formatShare } from '../../ui/numbers.ts';
import { errorTone, lengthText, rangeLink, trendOf, type Card } from './card.ts';
import type { ShownPoints } from '../answers/chart-texts.ts';

/** What the cards of a range are made of. */
export interface RangeFigures {
  /** Null until the server has answered. */
  stats: RangeStats | null;
  filter: string;
  /** Whether the filter selects starts of calls. Without them there is no number of calls. */
  selectsStarts: boolean;
  shown: ShownPoints | null;
}

/** What a card says that counts starts of calls, where the filter selects none: zero would be wrong. */
const NO_STARTS: Pick<Card, 'figure' | 'notes' | 'trend'> = {
  figure: '–',
  notes: [{ text: 'the filter selects no starts' }],
  trend: null,
};

/** The cards of a past range: exact counts, and the rates that they make. */
export function rangeCards(figures: RangeFigures): Card[] {
  return [
    callsCard(figures),
    errorsCard(figures),
    latencyCard(figures),
    openCard(figures),
    sessionsCard(figures),
  ];
}

function callsCard({ stats, filter, selectsStarts, shown }: RangeFigures): Card {
  const lengthMs = stats ? Date.parse(stats.to) - Date.parse(stats.from) : 0;
  const rate = stats ? formatRate((stats.totalToolCalls * 60_000) / lengthMs) : '–';
  return {
    id: 'calls',
    label: 'Calls',
    figure: stats ? formatBigCount(stats.totalToolCalls) : '–',
    tone: null,
    notes: [{ text: `${rate} a minute` }, { text: stats ? `in ${lengthText(lengthMs)}` : '…' }],
    trend: trendOf(shown, ({ calls }) => calls),
    link: stats && stats.totalToolCalls > 0 ? rangeLink(stats, filter, 'type:tool:*') : null,
    ...(!selectsStarts && NO_STARTS),
  };
}

function errorsCard({ stats, filter, shown }: RangeFigures): Card {
  const ended = stats ? Math.max(stats.errorCount, stats.totalToolCalls - stats.toolCallsInFlight) : 0;
  return {
    id: 'errors',
    label: 'Errors',
    figure: stats ? formatBigCount(stats.errorCount) : '–',
    tone: stats ? errorTone(stats.errorCount, ended) : null,
    notes: [{ text: stats ? `${formatShare(stats.errorCount, ended)} of those that ended` : '…' }],
    trend: trendOf(shown, ({ errors }) => errors),
    link: stats && stats.errorCount > 0 ? rangeLink(stats, filter, 'is:error') : null,
  };
}

function latencyCard({ stats, shown }: RangeFigures): Card {
  return {
    id: 'latency',
    label: 'Latency p99',
    figure: formatLatency(stats?.p99LatencyMs ?? null),
    tone: null,
    notes: [
      { text: `p50 ${formatLatency(stats?.p50LatencyMs ?? null)}` },
      { text: `p95 ${formatLatency(stats?.p95LatencyMs ?? null)}` },
    ],
    trend: trendOf(shown, ({ p99LatencyMs }) => p99LatencyMs),
    link: { page: '/tools', query: { sort: '-p99' } },
  };
}

function openCard({ stats, selectsStarts }: RangeFigures): Card {
  return {
    id: 'in-flight',
    label: 'Without an end',
    figure: stats ? formatCount(stats.toolCallsInFlight) : '–',
    tone: null,
    notes: [{ text: 'started in this time, ended later' }],
    trend: null,
    // A filter selects calls by whether they run now, not by when they ended.
    link: null,
    ...(!selectsStarts && NO_STARTS),
  };
}

function sessionsCard({ stats }: RangeFigures): Card {
  return {
    id: 'sessions',
    label: 'Sessions',
    figure: stats ? formatCount(stats.activeSessions) : '–',
    tone: null,
    notes: [{ text: 'with an event in this time' }],
    trend: null,
    link: { page: '/sessions', query: {} },
  };
}
