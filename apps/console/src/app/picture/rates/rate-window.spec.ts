import { RateWindow } from './rate-window.ts';

describe('RateWindow', () => {
  let window: RateWindow;
  const at = (second: number, calls: number, errors = 0): void =>
    window.add({ at: second * 1_000, calls, ended: calls, errors, sessions: calls });

  beforeEach(() => {
    window = new RateWindow();
  });

  it('returns null before time has passed', () => {
    expect(window.within(60_000)).toBeNull();
    at(0, 5);
    at(0, 6);
    expect(window.within(60_000)).toBeNull();
  });

  it('counts events since the first sample while that is less than the span', () => {
    at(0, 5);
    at(20, 25, 2);
    expect(window.within(60_000)).toEqual({ to: 20_000, spanMs: 20_000, calls: 20, ended: 20, errors: 2 });
  });

  it('counts events within the span once enough samples are known', () => {
    for (let second = 0; second <= 100; second += 1) at(second, second * 10, second);
    expect(window.within(60_000)).toEqual({
      to: 100_000,
      spanMs: 60_000,
      calls: 600,
      ended: 600,
      errors: 60,
    });
  });

  it('still counts up to five minutes after hours', () => {
    for (let second = 0; second <= 7_200; second += 1) at(second, second);
    expect(window.within(300_000)).toMatchObject({ spanMs: 300_000, calls: 300 });
  });

  it('keeps the counters of five minutes, one sample per second', () => {
    for (let second = 0; second <= 7_200; second += 0.5) at(second, second);
    expect(window.samples).toHaveLength(301);
    expect(window.samples.at(-1)).toMatchObject({ at: 7_200_000, sessions: 7_200 });
  });

  it('restarts when counters decrease', () => {
    at(0, 50);
    at(10, 60);
    at(20, 3);
    expect(window.within(60_000)).toBeNull();
    at(30, 4);
    expect(window.within(60_000)).toMatchObject({ spanMs: 10_000, calls: 1 });
  });
});
