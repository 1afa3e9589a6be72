import { rangeCards, type RangeFigures } from './range-cards.ts';

describe('rangeCards', () => {
  const stats = {
    from: '2026-11-22T12:00:00.000Z',
    to: '2026-11-22T12:10:00.000Z',
    totalToolCalls: 0,
    toolCallsInFlight: 0,
    errorCount: 25,
    activeSessions: 1,
    p50LatencyMs: null,
    p95LatencyMs: null,
    p99LatencyMs: null,
  } as RangeFigures['stats'];
  const figuresOf = (selectsStarts: boolean) =>
    rangeCards({ stats, filter: 'is:error', selectsStarts, shown: null }).map(({ figure }) => figure);

  it('tells no number of calls where the filter selects only ends of calls', () => {
    expect(figuresOf(false)).toEqual(['–', '25', '–', '–', '1']);
    expect(figuresOf(true)).toEqual(['0', '25', '–', '0', '1']);
  });
});
