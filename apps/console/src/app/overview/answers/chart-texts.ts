import type { SeriesPoint } from '#contract';

import { formatDuration, formatSpan } from '../../time/durations.ts';
import { formatRange } from '../../time/spans.ts';
import { formatTime } from '../../time/times.ts';
import { formatCount } from '../../ui/numbers.ts';

/** The points of a chart, and their length in milliseconds. */
export interface ShownPoints {
  step: number;
  points: readonly SeriesPoint[];
}

/** What the chart of calls says, in words. `now` is milliseconds since 1970. */
export function callsSummary(shown: ShownPoints, now: number): string {
  const { points } = shown;
  const sum = (count: (point: SeriesPoint) => number): number =>
    points.reduce((total, point) => total + count(point), 0);
  const calls = sum((point) => point.calls);
  const errors = sum((point) => point.errors);
  const texts = [`${spanText(shown, now)}: ${formatCount(calls)} calls, ${formatCount(errors)} errors.`];
  const busiest = highest(points, (point) => point.calls);
  if (busiest) texts.push(`Most calls at ${timeOf(busiest)}: ${formatCount(busiest.calls)}.`);
  const worst = highest(points, (point) => point.errors);
  if (worst) texts.push(`Most errors at ${timeOf(worst)}: ${formatCount(worst.errors)}.`);
  return texts.join(' ');
}

/** What the chart of latencies says, in words. */
export function latencySummary(shown: ShownPoints, now: number): string {
  const { points } = shown;
  const worst = highest(points, (point) => point.p99LatencyMs ?? 0);
  const span = spanText(shown, now);
  if (!worst) return `${span}: no call succeeded.`;
  const latest = points.findLast(({ p99LatencyMs }) => p99LatencyMs !== null);
  const latestText = latest ? `; last measured at ${timeOf(latest)}: ${latency(latest.p99LatencyMs)}` : '';
  const median = latency(worst.p50LatencyMs);
  return `${span}: p99 highest at ${timeOf(worst)}: ${latency(worst.p99LatencyMs)}, with p50 ${median}${latestText}.`;
}

/** The length of a step: `15 s`, `5 minutes`. */
export function stepText(stepMs: number): string {
  if (stepMs < 1_000) return formatDuration(stepMs);
  return formatSpan(stepMs).replace(/ 00 [sm]$/, '');
}

function spanText({ step, points }: ShownPoints, now: number): string {
  const [first, last] = [points.at(0), points.at(-1)];
  if (!first || !last) return 'No step';
  return `${formatRange(Date.parse(first.at), Date.parse(last.at) + step, now)} in steps of ${stepText(step)}`;
}

function highest(
  points: readonly SeriesPoint[],
  valueOf: (point: SeriesPoint) => number,
): SeriesPoint | undefined {
  let best: SeriesPoint | undefined;
  for (const point of points) if (valueOf(point) > (best ? valueOf(best) : 0)) best = point;
  return best;
}

function timeOf({ at }: SeriesPoint): string {
  return formatTime(at);
}

function latency(ms: number | null): string {
  return ms === null ? 'unknown' : formatDuration(ms);
}
