import { totalsOf, restoreStats } from '#contract';

import { done, opened, SINCE, snapshot, started } from '../../../testing/events.ts';
import { byUrgency, runningCall } from './running-call.ts';

describe('runningCall', () => {
  const events = [
    opened(1),
    started(2, 'a'),
    done(3, 'a', 2000),
    started(4, 'b'),
    started(5, 'c', 'unknown'),
  ];
  const totals = totalsOf(restoreStats(snapshot(events).state));
  const [call, unknown] = totals.inFlight;
  const at = (seconds: number): number => Date.parse(SINCE) + seconds * 1000;

  it('compares the age of a call with the tool’s p99', () => {
    if (!call) throw new Error('no call in flight');
    expect(runningCall(call, totals, at(5))).toMatchObject({ ageMs: 1000, pace: 'usual' });
    expect(runningCall(call, totals, at(5)).progress).toBeCloseTo(0.5, 1);
    expect(runningCall(call, totals, at(8))).toMatchObject({ pace: 'overdue', progress: 1 });
    expect(runningCall(call, totals, at(8)).lastP99Ms).toBeCloseTo(2000, -2);
    expect(runningCall(call, totals, at(65))).toMatchObject({ ageMs: 61_000, pace: 'stuck' });
  });

  it('makes no comparison for a tool without a p99', () => {
    if (!unknown) throw new Error('no call in flight');
    expect(runningCall(unknown, totals, at(60))).toMatchObject({
      ageMs: 55_000,
      pace: 'usual',
      progress: null,
    });
    expect(runningCall(unknown, totals, at(66)).pace).toBe('stuck');
  });

  it('follows the time that the server is configured with', () => {
    if (!unknown) throw new Error('no call in flight');
    expect(runningCall(unknown, { ...totals, stuckMs: 5_000 }, at(11)).pace).toBe('stuck');
  });

  it('gives no negative age when the clocks differ', () => {
    if (!call) throw new Error('no call in flight');
    expect(runningCall(call, totals, at(0)).ageMs).toBe(0);
  });
});

describe('byUrgency', () => {
  it('orders stuck calls before overdue ones, and these before the others, the oldest first in each group', () => {
    const running = (pace: 'usual' | 'overdue' | 'stuck', ageMs: number) => ({
      ...({ call: {} } as Pick<ReturnType<typeof runningCall>, 'call'>),
      ageMs,
      pace,
      lastP99Ms: null,
      progress: null,
    });
    const calls = [
      running('usual', 90),
      running('overdue', 10),
      running('stuck', 50),
      running('usual', 100),
      running('stuck', 60),
    ];
    expect(calls.toSorted(byUrgency).map(({ pace, ageMs }) => `${pace} ${ageMs}`)).toEqual([
      'stuck 60',
      'stuck 50',
      'overdue 10',
      'usual 100',
      'usual 90',
    ]);
  });
});
