/** Maximum share of time for painting pictures. A tab that paints slowly gets fewer of them. */
const LARGEST_SHARE = 0.3;
/** Maximum rest in milliseconds, because a machine that was busy once must not leave an old picture for long. */
const LONGEST_REST_MS = 1_000;
/** Maximum wait for a frame in milliseconds, because frames stop in hidden tabs. */
const LONGEST_FRAME_MS = 250;

/**
 * Runs `act`, waits until the browser has painted the change, and resolves with the milliseconds to rest before the
 * next change.
 */
export async function restAfter(act: () => void): Promise<number> {
  const start = performance.now();
  act();
  await nextFrame();
  const tookMs = performance.now() - start;
  return Math.min(LONGEST_REST_MS, tookMs * (1 / LARGEST_SHARE - 1));
}

/** Resolves once the next frame is painted. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(resolve);
    });
  });
}
