import { SINCE, snapshot } from '../../testing/events.ts';
import type { Card } from './card.ts';
import { liveCards, type LiveFigures } from './live-cards.ts';

describe('liveCards', () => {
  const point = { calls: 30, errors: 3, p50LatencyMs: 1, p95LatencyMs: 1, p99LatencyMs: 1 };
  const shown = { step: 60_000, points: [{ at: '2026-11-22T08:00:00.000Z', ...point }] };

  function figuresWith(
    recent: LiveFigures['recent'],
    counted: LiveFigures['lastFiveMinutes'] = null,
  ): string[] {
    const cards = cardsWith(recent, counted);
    return cards.slice(0, 2).map(({ figure }) => figure);
  }

  function cardsWith(
    recent: LiveFigures['recent'],
    lastFiveMinutes: LiveFigures['lastFiveMinutes'] = null,
  ): Card[] {
    const rates = { lastMinute: null, lastFiveMinutes };
    const trends = { running: [], sessions: [] };
    return liveCards({ totals: snapshot(), ...rates, shown, recent, ...trends, now: 0 });
  }

  it('takes the rates from the last steps until the counters reach back as far', () => {
    expect(figuresWith(shown)).toEqual(['30', '10%']);
  });

  it('takes the error rate from the counters as soon as they know of more calls than the steps', () => {
    const counted = { spanMs: 20_000, calls: 40, ended: 40, errors: 10 };
    expect(figuresWith(shown, counted)[1]).toBe('25%');
    expect(figuresWith(shown, { ...counted, ended: 20 })[1]).toBe('10%');
  });

  it('takes no rates from steps of another time, such as the range of a replay', () => {
    expect(figuresWith(null)).toEqual(['–', '–']);
  });

  it('compares calls only with steps that the log has counted', () => {
    const change = (firstStep: number): string | undefined => {
      const points = Array.from({ length: 15 }, (_, step) => {
        const at = new Date(Date.parse(SINCE) + (firstStep + step) * 60_000).toISOString();
        return { at, ...point, calls: firstStep + step < 0 ? 0 : 30 };
      });
      return cardsWith({ step: 60_000, points })[0]?.notes[0]?.text;
    };
    expect(change(0)).toBe('steady for 15 minutes');
    expect(change(-6)).toBe('last minute');
  });
});
