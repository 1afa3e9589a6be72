const { jest } = import.meta;

/** Enough for a repaint of the store and for the views that follow it, in milliseconds. */
const REPAINT_MS = 300;

/** Moves the fake clock on, and lets promises, repaints and views finish. */
export async function advanceClock(ms = REPAINT_MS): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
  // Lets promises resolve that the last timers have settled.
  await jest.advanceTimersByTimeAsync(0);
}
