import type { EventId } from '#contract';
import { IdSequence } from './id-sequence.ts';

const HOUR_MS = 3_600_000;

describe('IdSequence', () => {
  const now = 1_800_000_000_000;

  it('begins a run at the microseconds since 1970', () => {
    expect(new IdSequence('17' as EventId, now).next()).toBe('1800000000000001');
  });

  it('continues past the ids that an earlier run may have lost when the clock was set back', () => {
    const last = now * 1_000 + 500;
    const next = Number(new IdSequence(String(last) as EventId, now - HOUR_MS).next());
    expect(next).toBeGreaterThan(last + 100_000_000);
    expect(next).toBeLessThan(Number.MAX_SAFE_INTEGER);
  });
});
