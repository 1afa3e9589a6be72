import { Repaint } from './repaint.ts';

const { jest } = import.meta;

describe('Repaint', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('paints 15 times a second at most, however often it is asked', () => {
    let painted = 0;
    const repaint = new Repaint(() => (painted += 1));
    for (let ms = 0; ms < 1000; ms += 1) {
      repaint.request();
      jest.advanceTimersByTime(1);
    }
    expect(painted).toBeGreaterThanOrEqual(14);
    expect(painted).toBeLessThanOrEqual(16);
  });

  it('paints after the last request, and not when nobody asks', () => {
    let painted = 0;
    const repaint = new Repaint(() => (painted += 1));
    repaint.request();
    jest.advanceTimersByTime(1000);
    expect(painted).toBe(1);
    jest.advanceTimersByTime(10_000);
    expect(painted).toBe(1);
    repaint.request();
    jest.advanceTimersByTime(100);
    expect(painted).toBe(2);
  });

  it('gives a costly paint a longer pause', () => {
    let painted = 0;
    const repaint = new Repaint(() => {
      painted += 1;
      jest.setSystemTime(Date.now() + 100);
      jest.advanceTimersByTime(100);
    });
    repaint.now();
    repaint.request();
    jest.advanceTimersByTime(399);
    expect(painted).toBe(1);
    jest.advanceTimersByTime(200);
    expect(painted).toBe(2);
  });
});
