/**
 * Does the work with a signal of its own, aborted on `stop` and after `patienceMs`, and lets go of both when
 * the work is done. SDK v1 listens to a call's signal for ever: one that outlived its call would cancel
 * calls that were answered long ago.
 */
export async function withCancellation<T>(
  stop: AbortSignal,
  patienceMs: number | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  const timer = patienceMs === undefined ? undefined : setTimeout(cancel, patienceMs);
  stop.addEventListener('abort', cancel);
  if (stop.aborted) cancel();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', cancel);
  }
}
