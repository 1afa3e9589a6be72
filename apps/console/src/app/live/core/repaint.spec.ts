import { Repaint } from './repaint.ts';

const { jest } = import.meta;

describe('Repaint', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('repaints at most 15 times a second, however many requests there are', () => {
    let painted = 0;
    const repaint = new Repaint(() => (painted += 1));
    for (let ms = 0; ms < 1000; ms += 1) {
      repaint.request();
      jest.advanceTimersByTime(1);
    }
    expect(painted).toBeGreaterThanOrEqual(14);
    expect(painted).toBeLessThanOrEqual(16);
  });

  it('repaints after the last request, and not without one', () => {
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

  it('pauses longer after a slow repaint', () => {
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
