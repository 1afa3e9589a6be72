/**
 * Runs `work` with a signal of its own, which aborts on `stop` and after `patienceMs`. Removes its listener and timer
 * when the work ends: SDK v1 never stops listening to the signal of a call, so a shared signal would cancel calls
 * that were answered long ago.
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
