import { snapshot } from '../../testing/events.ts';
import { liveCards, type LiveFigures } from './live-cards.ts';

describe('liveCards', () => {
  const point = { calls: 30, errors: 3, p50LatencyMs: 1, p95LatencyMs: 1, p99LatencyMs: 1 };
  const shown = { step: 60_000, points: [{ at: '2026-11-22T08:00:00.000Z', ...point }] };

  function figuresWith(recent: LiveFigures['recent']): string[] {
    const rates = { lastMinute: null, lastFiveMinutes: null };
    const trends = { running: [], sessions: [] };
    const cards = liveCards({ totals: snapshot(), ...rates, shown, recent, ...trends, now: 0 });
    return cards.slice(0, 2).map(({ figure }) => figure);
  }

  it('takes the rates from the last steps until the counters reach back as far', () => {
    expect(figuresWith(shown)).toEqual(['30', '10%']);
  });

  it('takes no rates from steps of another time, such as the range of a replay', () => {
    expect(figuresWith(null)).toEqual(['–', '–']);
  });
});
