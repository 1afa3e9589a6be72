import type { CrowsnestEvent } from '#contract';

import { done, event, failed, SINCE, started } from '../../testing/events.ts';
import { CallBook } from './call-book.ts';
import { TimeScale } from './time-scale.ts';
import { spanOf, waterfallRow, type WaterfallRow } from './waterfall-rows.ts';

const START = Date.parse(SINCE);

/** The rows of the calls of these events, as they are some seconds after the start. */
function rowsOf(
  events: readonly CrowsnestEvent[],
  { seconds = 60, running = [] as string[] } = {},
): WaterfallRow[] {
  const book = new CallBook();
  for (const one of events) book.add(one);
  const now = START + seconds * 1_000;
  const isInFlight = (callId: string): boolean => running.includes(callId);
  const calls = book.calls();
  const scale = new TimeScale(calls.map((call) => spanOf(call, now, isInFlight(call.callId))));
  return calls.map((call) =>
    waterfallRow(call, { scale, now, isInFlight: isInFlight(call.callId), operation: null }),
  );
}

/** Where the bar of a call begins and ends, in percent of the axis. */
const bars = (rows: readonly WaterfallRow[]): [string, number, number][] =>
  rows.map(({ call, left, width }) => [call.callId, Math.round(left), Math.round(left + width)]);

describe('waterfallRow', () => {
  it('shows calls that overlap side by side on one axis, in the order in which they began', () => {
    const rows = rowsOf([
      started(0, 'long'),
      started(2, 'inner'),
      started(4, 'late'),
      done(6, 'inner', 4_000),
      done(8, 'long', 8_000),
      done(10, 'late', 6_000),
    ]);
    expect(bars(rows)).toEqual([
      ['long', 0, 80],
      ['inner', 20, 60],
      ['late', 40, 100],
    ]);
    expect(rows.every(({ idle }) => idle === null)).toBe(true);
  });

  it('lets the bar of a running call reach to now, and that of a call without an end stand at its begin', () => {
    const events = [started(0, 'a'), started(2, 'lost'), done(5, 'a', 5_000), started(5, 'runs')];
    const [, lost, runs] = rowsOf(events, { seconds: 10, running: ['runs'] });
    expect([lost?.state, lost?.width, lost?.duration]).toEqual(['open', 0, '']);
    expect([runs?.state, runs?.left, runs?.width]).toEqual(['running', 50, 50]);
    expect(runs?.name).toContain('running');
  });

  it('folds the idle time before a call, and says how long it was', () => {
    const rows = rowsOf([started(0, 'a'), done(10, 'a', 10_000), started(370, 'b'), failed(380, 'b')]);
    expect(rows.map(({ idle }) => idle?.text ?? null)).toEqual([null, '6 m 00 s idle']);
    expect(rows[1]?.name).toMatch(/^get_weather, error .*, began /);
  });

  it('marks reports of progress on the bar, and those that are too close as one', () => {
    const report = (at: number) =>
      event(at, 'tool:progress', { callId: 'a', tool: 'get_weather', progress: at });
    const rows = rowsOf([started(0, 'a'), ...[25, 25.1, 50, 75].map(report), done(100, 'a', 100_000)]);
    expect(rows[0]?.reports.map(Math.round)).toEqual([25, 50, 75]);
  });
});
