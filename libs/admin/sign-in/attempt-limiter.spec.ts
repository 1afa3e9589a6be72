import { AttemptLimiter, MAX_WRONG_ATTEMPTS } from './attempt-limiter.ts';

const { jest } = import.meta;

describe('AttemptLimiter', () => {
  let limiter: AttemptLimiter;

  function countWrong(address: string, times = MAX_WRONG_ATTEMPTS): void {
    for (let n = 0; n < times; n += 1) limiter.countWrong(address);
  }

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    limiter = new AttemptLimiter();
  });

  afterEach(() => jest.useRealTimers());

  it('blocks an address for the rest of its minute', () => {
    countWrong('192.0.2.1', MAX_WRONG_ATTEMPTS - 1);
    jest.setSystemTime(45_000);
    expect(limiter.blockedForMs('192.0.2.1')).toBe(0);
    limiter.countWrong('192.0.2.1');
    expect(limiter.blockedForMs('192.0.2.1')).toBe(15_000);
    expect(limiter.blockedForMs('192.0.2.2')).toBe(0);
    jest.setSystemTime(60_000);
    expect(limiter.blockedForMs('192.0.2.1')).toBe(0);
    limiter.countWrong('192.0.2.1');
    expect(limiter.blockedForMs('192.0.2.1')).toBe(0);
  });

  it.each([
    ['2001:db8::1', '2001:db8:0:0:9::9', true],
    ['2001:db8::1', '2001:DB8:0::abcd:1:2:3', true],
    ['2001:db8::1', '2001:db8:0:1::1', false],
    ['::1', '::2', true],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['fe80::1%eth0', 'fe80::2', true],
  ])('after %s, whether %s is blocked: %s', (wrong, other, blocked) => {
    countWrong(wrong);
    expect(limiter.blockedForMs(other) > 0).toBe(blocked);
  });

  it('counts 10,000 addresses at a time, and lets the oldest go', () => {
    countWrong('first');
    for (let n = 0; n < 9_999; n += 1) limiter.countWrong(`a${n}`);
    expect(limiter.blockedForMs('first')).toBeGreaterThan(0);
    limiter.countWrong('one more');
    expect(limiter.blockedForMs('first')).toBe(0);
  });
});
