import { compareEventIds, type EventId } from '#contract';
import { LogError } from '../log-error.ts';

/** Milliseconds that a process may be behind another one. */
const BEHIND_MS = 5_000;

/**
 * Resolves once the event with an id was delivered. `nextChange` resolves whenever events were delivered. Rejects with
 * a `LogError` after five seconds.
 */
export async function untilDelivered(
  id: EventId,
  delivery: { readonly last: EventId },
  nextChange: () => Promise<void>,
): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), BEHIND_MS).unref();
  try {
    while (compareEventIds(delivery.last, id) < 0)
      if ((await Promise.race([nextChange(), late])) === 'late') throw behind(id);
  } finally {
    clearTimeout(timer);
  }
}

function behind(id: EventId): LogError {
  const message = `The event ${id} is in the log, and was not read within ${BEHIND_MS} ms. Ask again, or ask another instance.`;
  return new LogError('LOG_STALLED', message);
}
