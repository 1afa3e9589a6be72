/**
 * Resolves with an answer. When it has not come within `ms`, calls `late`, and resolves with what it returns, or rejects
 * with what it throws. An answer that has arrived while the process was busy is in time: timers come before what was
 * received.
 */
export async function inTime<T, L>(answer: Promise<T>, ms: number, late: () => L): Promise<T | L> {
  const { promise: tooLate, resolve } = Promise.withResolvers<void>();
  let afterReceived: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => (afterReceived = setImmediate(resolve)), ms).unref();
  try {
    return await Promise.race([answer, tooLate.then(late)]);
  } finally {
    clearTimeout(timer);
    clearImmediate(afterReceived);
  }
}
