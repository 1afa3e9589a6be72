const { jest } = import.meta;

/** Enough for a repaint of the store and for the views that follow it, in milliseconds. */
const REPAINT_MS = 300;

/** Advances the fake clock, and lets promises, repaints and views finish. */
export async function advanceClock(ms = REPAINT_MS): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
  // Lets the promises resolve that the last timers have settled.
  await jest.advanceTimersByTimeAsync(0);
}
