import { SINCE, snapshot } from '../../../testing/events.ts';
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
    const counted = { to: 0, spanMs: 20_000, calls: 40, ended: 40, errors: 10 };
    expect(figuresWith(shown, counted)[1]).toBe('25%');
    expect(figuresWith(shown, { ...counted, ended: 20 })[1]).toBe('10%');
  });

  it('lead from the failures and the calls of the error rate to exactly those of its time', () => {
    const to = Date.parse(SINCE) + 300_000;
    const counted = { to, spanMs: 20_000, calls: 40, ended: 40, errors: 10 };
    const linksOf = (recent: LiveFigures['recent'], rates: LiveFigures['lastFiveMinutes']) =>
      cardsWith(recent, rates)[1]
        ?.notes.slice(0, 2)
        .map(({ text, counts }) => [text, counts?.link.query]);
    const span = { from: '2026-11-22T08:04:40.000Z', to: '2026-11-22T08:05:01.000Z' };
    expect(linksOf(null, counted)).toMatchObject([
      ['10', { filter: 'is:error', ...span }],
      ['of 40 calls', { filter: 'type:tool:done,tool:error', ...span }],
    ]);
    expect(linksOf(shown, null)).toMatchObject([
      ['3', { filter: 'is:error', from: '2026-11-22T08:00:00.000Z' }],
      ['of 30 calls', { filter: 'type:tool:start', from: '2026-11-22T08:00:00.000Z' }],
    ]);
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
