import { AttemptLimiter, MAX_WRONG_ATTEMPTS } from './attempt-limiter.ts';

const { jest } = import.meta;

describe('AttemptLimiter', () => {
  let limiter: AttemptLimiter;

  function countWrong(network: string, times = MAX_WRONG_ATTEMPTS): void {
    for (let n = 0; n < times; n += 1) limiter.countWrong(network);
  }

  beforeEach(() => {
    jest.useFakeTimers();
    limiter = new AttemptLimiter();
  });

  afterEach(() => jest.useRealTimers());

  it('blocks a network for the rest of its minute after ten wrong attempts', () => {
    countWrong('192.0.2.1', MAX_WRONG_ATTEMPTS - 1);
    jest.advanceTimersByTime(45_000);
    expect(limiter.blockedForMs('192.0.2.1')).toBe(0);
    limiter.countWrong('192.0.2.1');
    expect(limiter.blockedForMs('192.0.2.1')).toBe(15_000);
    expect(limiter.blockedForMs('192.0.2.2')).toBe(0);
    jest.advanceTimersByTime(15_000);
    expect(limiter.blockedForMs('192.0.2.1')).toBe(0);
    limiter.countWrong('192.0.2.1');
    expect(limiter.blockedForMs('192.0.2.1')).toBe(0);
  });

  it('counts 10,000 networks at a time and drops the one that was counted or checked longest ago', () => {
    countWrong('first');
    for (let n = 0; n < 9_999; n += 1) limiter.countWrong(`a${n}`);
    limiter.countWrong('one more');
    expect(limiter.blockedForMs('first')).toBe(0);
    countWrong('a1', MAX_WRONG_ATTEMPTS - 1);
    expect(limiter.blockedForMs('a1')).toBeGreaterThan(0);
  });
});
