import { changeOf } from './change.ts';

const measured = (calls: number, errors: number, p99LatencyMs: number | null = 100) => ({
  calls,
  errors,
  p99LatencyMs,
});

describe('changeOf', () => {
  it('says how many times as slow or as fast the slowest calls became', () => {
    expect(changeOf(measured(100, 0, 390), measured(100, 0, 100))).toEqual({
      tone: 'slow',
      word: 'p99 ×3.9',
    });
    expect(changeOf(measured(100, 0, 100), measured(100, 0, 1_200))).toEqual({
      tone: 'quiet',
      word: 'p99 ÷12',
    });
  });

  it('says that errors became more frequent, before it says anything of the latency', () => {
    expect(changeOf(measured(100, 20, 390), measured(100, 5))).toEqual({ tone: 'bad', word: 'errors ×4' });
    expect(changeOf(measured(100, 3), measured(100, 0))?.word).toBe('errors, none before');
  });

  it('says nothing of small changes, of few calls, and of calls that are merely more', () => {
    expect(changeOf(measured(500, 5), measured(100, 1))).toBeNull();
    expect(changeOf(measured(100, 1), measured(100, 0))).toBeNull();
    expect(changeOf(measured(100, 0, 8), measured(100, 0, 2))).toBeNull();
    expect(changeOf(measured(19, 19), measured(100, 0))).toBeNull();
    expect(changeOf(measured(100, 50), null)).toBeNull();
  });
});
