import { done, failed, SINCE } from '../../../testing/events.ts';
import { callEndsOf } from '../call-end.ts';
import { classOf, heatOf } from './latency-heat.ts';

const START = Date.parse(SINCE) / 1_000;
const STEPS = { first: START, end: START + 4, stepMs: 1_000 };
const CELL = 'h.88v.88h-.88z';

describe('the heatmap of latency', () => {
  it('has classes of equal ratio, and puts values beyond its scale into the first or the last class', () => {
    const scale = { from: 1, to: 1_000_000 };
    expect([0, 1, 9, 10, 999_999, 1_000_000, 9e9].map((ms) => classOf(ms, scale, 6))).toEqual([
      0, 0, 0, 1, 5, 5, 5,
    ]);
  });

  it('draws a cell darker the more calls of its step it has, and leaves failures out', () => {
    const ends = callEndsOf([
      done(0, 'a', 10),
      done(1, 'b', 10),
      done(1, 'c', 10_000_000),
      done(2, 'd', 10_000_000),
      failed(3, 'e'),
    ]);
    const { columns, paths, scale } = heatOf(ends, STEPS);
    expect([columns, scale]).toEqual([4, { from: 10, to: 10_000_000 }]);
    expect(paths).toEqual([
      '',
      '',
      `M1.06 5.06${CELL}M1.06 0.06${CELL}`,
      `M0.06 5.06${CELL}M2.06 0.06${CELL}`,
    ]);
  });

  it('shows calls of nearly the same latency in the middle of a scale, so that small changes look small', () => {
    const { scale } = heatOf(callEndsOf([done(0, 'a', 100), done(1, 'b', 110)]), STEPS);
    expect(scale && scale.to / scale.from).toBeCloseTo(10);
    expect(scale && scale.from < 100 && scale.to > 110).toBe(true);
  });

  it('leaves out calls outside of its range, and has no scale without a call', () => {
    const { paths, scale } = heatOf(callEndsOf([done(4, 'a', 5), done(9, 'b', 5)]), STEPS);
    expect([paths.join(''), scale]).toEqual(['', null]);
  });

  it('compares the median of the first third with that of the last', () => {
    const ends = callEndsOf(
      [1, 2, 3, 10, 10, 10, 400, 500, 600].map((ms, index) => done(index / 9, `${index}`, ms)),
    );
    expect(heatOf(ends, STEPS).medians).toEqual({ first: 2, last: 500 });
    expect(heatOf(ends.slice(0, 2), STEPS).medians).toBeNull();
  });
});
