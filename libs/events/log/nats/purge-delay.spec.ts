import { KEPT_MS, PurgeDelay } from './purge-delay.ts';

describe('PurgeDelay', () => {
  it('keeps every message until it has not been needed for a while', () => {
    const delay = new PurgeDelay();
    expect(delay.oldestToKeep(5, 0)).toBe(0);
    expect(delay.oldestToKeep(9, 10_000)).toBe(0);
    expect(delay.oldestToKeep(12, KEPT_MS)).toBe(5);
    expect(delay.oldestToKeep(20, KEPT_MS + 9_999)).toBe(5);
    expect(delay.oldestToKeep(20, KEPT_MS + 10_000)).toBe(9);
  });

  it('takes no more time and memory the more often it is asked', () => {
    const delay = new PurgeDelay();
    for (let now = 0; now < KEPT_MS; now += 10) expect(delay.oldestToKeep(now, now)).toBe(0);
    expect(delay.oldestToKeep(KEPT_MS, KEPT_MS)).toBe(0);
    expect(delay.oldestToKeep(KEPT_MS, KEPT_MS + 1_500)).toBe(1_000);
  });

  it('begins anew with another stream', () => {
    const delay = new PurgeDelay();
    delay.oldestToKeep(5, 0);
    delay.forget();
    expect(delay.oldestToKeep(1, KEPT_MS)).toBe(0);
  });
});
