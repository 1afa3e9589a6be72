import { changeOf } from './change.ts';

const measured = (calls: number, errors: number, p99LatencyMs: number | null = 100) => ({
  calls,
  errors,
  p99LatencyMs,
});

describe('changeOf', () => {
  it('returns the factor by which the slowest calls became slower or faster', () => {
    expect(changeOf(measured(100, 0, 390), measured(100, 0, 100))).toEqual({
      tone: 'slow',
      word: 'p99 ×3.9',
    });
    expect(changeOf(measured(100, 0, 100), measured(100, 0, 1_200))).toEqual({
      tone: 'quiet',
      word: 'p99 ÷12',
    });
  });

  it('reports more frequent errors rather than a change of latency', () => {
    expect(changeOf(measured(100, 20, 390), measured(100, 5))).toEqual({ tone: 'bad', word: 'errors ×4' });
    expect(changeOf(measured(100, 3), measured(100, 0))?.word).toBe('errors, none before');
  });

  it('ignores small changes, few calls, and a mere increase of calls', () => {
    expect(changeOf(measured(500, 5), measured(100, 1))).toBeNull();
    expect(changeOf(measured(100, 1), measured(100, 0))).toBeNull();
    expect(changeOf(measured(100, 0, 8), measured(100, 0, 2))).toBeNull();
    expect(changeOf(measured(19, 19), measured(100, 0))).toBeNull();
    expect(changeOf(measured(100, 50), null)).toBeNull();
  });
});
