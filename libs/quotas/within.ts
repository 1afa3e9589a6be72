/**
 * Resolves with an answer, or rejects if there is none within `ms`. An answer that has arrived while the process was
 * busy is in time: timers come before what was received.
 */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => setImmediate(reject, new Error('No answer in time')), ms).unref();
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
