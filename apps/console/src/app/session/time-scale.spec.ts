import { merged, TimeScale } from './time-scale.ts';

const span = (from: number, to: number) => ({ from, to });

describe('TimeScale', () => {
  it('places times in proportion where nothing is folded', () => {
    const scale = new TimeScale([span(0, 400), span(600, 1_000)]);
    expect(scale.folds).toEqual([]);
    expect([0, 500, 1_000].map((time) => scale.at(time))).toEqual([0, 0.5, 1]);
  });

  it('folds long idle time, and keeps the order of times', () => {
    const scale = new TimeScale([span(0, 1_000), span(361_000, 362_000)]);
    expect(scale.folds).toEqual([{ from: 1_000, to: 361_000, at: expect.closeTo(0.485), width: 0.03 }]);
    const places = [0, 500, 1_000, 200_000, 361_000, 361_500, 362_000].map((time) => scale.at(time));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect([places[0], places.at(-1)]).toEqual([0, expect.closeTo(1)]);
    expect(scale.at(361_000)).toBeCloseTo(0.515);
  });

  it('keeps idle times that are each short compared to the rest', () => {
    const spans = Array.from({ length: 60 }, (_, n) => span(n * 9_000, n * 9_000 + 2));
    expect(new TimeScale(spans).folds).toEqual([]);
  });

  it('folds many idle times into less than half of the scale', () => {
    const spans = Array.from({ length: 21 }, (_, n) => span(n * 9_000, n * 9_000 + 2));
    const { folds } = new TimeScale(spans);
    expect([folds.length, folds[0]?.width]).toEqual([20, 0.02]);
  });

  it('marks round times at a distance from each other, and none in a fold', () => {
    const scale = new TimeScale([span(500, 30_500), span(630_000, 660_000)]);
    const ticks = scale.ticks(0.13);
    expect(ticks.length).toBeGreaterThan(3);
    const distances = ticks.slice(1).map(({ at }, place) => at - (ticks[place]?.at ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(0.13);
    expect(ticks.filter(({ time }) => time > 30_500 && time < 630_000)).toEqual([]);
  });

  it('has a scale for a single moment', () => {
    expect(new TimeScale([span(5, 5)]).at(5)).toBe(0);
  });
});

describe('merged', () => {
  it('joins spans that overlap', () => {
    expect(merged([span(5, 9), span(0, 6), span(20, 30)])).toEqual([span(0, 9), span(20, 30)]);
  });
});
