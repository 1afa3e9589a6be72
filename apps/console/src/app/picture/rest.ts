/** Largest share of time that pictures may take: a tab that paints slowly gets fewer of them. */
const LARGEST_SHARE = 0.3;
/** Frames stop in hidden tabs: then the rest is that of this many milliseconds. */
const LONGEST_FRAME_MS = 250;

/**
 * Does something that changes what is on screen, waits until the browser has painted it, and resolves with the
 * milliseconds to rest before the next time.
 */
export async function restAfter(act: () => void): Promise<number> {
  const start = performance.now();
  act();
  await nextFrame();
  const tookMs = performance.now() - start;
  return tookMs * (1 / LARGEST_SHARE - 1);
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
