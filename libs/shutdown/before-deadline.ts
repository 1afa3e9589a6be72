/**
 * Resolves when the work is done or the deadline aborts, whichever comes first. Rejects if the work rejects before the
 * deadline; a later rejection is ignored.
 */
export async function beforeDeadline(
  work: Promise<unknown> | undefined,
  deadline: AbortSignal | undefined,
): Promise<void> {
  if (deadline?.aborted) {
    work?.catch(() => undefined);
    return;
  }
  const { promise: passed, resolve } = Promise.withResolvers<void>();
  const pass = (): void => resolve();
  deadline?.addEventListener('abort', pass);
  try {
    await Promise.race([work, passed]);
  } finally {
    deadline?.removeEventListener('abort', pass);
  }
}
