import { done, event, failed, opened, SINCE, started } from '../../../testing/events.ts';
import { samplesBefore } from './past-samples.ts';
import { RateWindow } from './rate-window.ts';

const START = Date.parse(SINCE);
const counters = (second: number, calls: number, ended: number, errors: number, sessions = 0) => ({
  at: START + second * 1_000,
  calls,
  ended,
  errors,
  sessions,
});

describe('samplesBefore', () => {
  it('subtracts the events of each second', () => {
    const events = [started(1, 'a'), started(2, 'b'), done(2, 'a'), failed(4, 'b')];
    expect(samplesBefore(counters(5, 12, 11, 3), events.toReversed())).toEqual([
      counters(1, 11, 9, 2),
      counters(2, 12, 10, 2),
      counters(3, 12, 10, 2),
      counters(4, 12, 11, 3),
      counters(5, 12, 11, 3),
    ]);
  });

  it('subtracts the sessions that opened and ended', () => {
    const closed = event(3, 'session:close', { reason: 'client', durationMs: 2_000, calls: 0 });
    expect(samplesBefore(counters(4, 0, 0, 0, 7), [closed, opened(2), started(1, 'a')])).toEqual([
      counters(1, 0, 0, 0, 7),
      counters(2, 0, 0, 0, 8),
      counters(3, 0, 0, 0, 7),
      counters(4, 0, 0, 0, 7),
    ]);
  });

  it('has the rates that a console had which had watched until then', () => {
    const events = Array.from({ length: 600 }, (_, n) =>
      n % 3 === 0 ? started(n, `call-${n}`) : n % 3 === 1 ? done(n, `call-${n - 1}`) : failed(n, `call-${n}`),
    ).filter((_, n) => n % 7 !== 2 && n % 11 !== 5);
    const watched = new RateWindow();
    const rates = Array.from({ length: 600 }, (_, second) => {
      const happened = events.filter(({ timestamp }) => Date.parse(timestamp) <= START + second * 1_000);
      const of = (type: string): number => happened.filter((event) => event.type === type).length;
      const now = counters(second, of('tool:start'), of('tool:done') + of('tool:error'), of('tool:error'));
      watched.add(now);
      const replayed = new RateWindow();
      replayed.begin(samplesBefore(now, happened.toReversed()));
      return [watched, replayed].map((window) => [window.within(60_000), window.within(300_000)]);
    });
    // A console that has watched for less than five minutes has shorter spans.
    const settled = rates.slice(301);
    expect(settled.map(([, past]) => past)).toEqual(settled.map(([live]) => live));
  });

  it('goes back at most five minutes, and no further than the events', () => {
    const events = Array.from({ length: 400 }, (_, n) => started(n + 1, `call-${n}`));
    expect(samplesBefore(counters(400, 400, 0, 0), events.toReversed())).toHaveLength(301);
    expect(samplesBefore(counters(5, 0, 0, 0), [])).toEqual([counters(5, 0, 0, 0)]);
  });
});
