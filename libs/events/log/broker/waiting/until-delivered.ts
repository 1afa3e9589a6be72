import type { EventId } from '#contract';
import type { Delivery } from '../../delivery.ts';
import { LogError } from '../../log-error.ts';

/** Milliseconds that a process may be behind another one. */
const BEHIND_MS = 5_000;

/** Resolves once the event with an id was delivered. Rejects with a `LogError` after five seconds. */
export async function untilDelivered(id: EventId, delivery: Pick<Delivery, 'reached'>): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(behind(id)), BEHIND_MS).unref();
  try {
    await delivery.reached(id, late.signal);
  } finally {
    clearTimeout(timer);
  }
}

function behind(id: EventId): LogError {
  const message = `The event ${id} is in the log, and was not read within ${BEHIND_MS} ms. Ask again, or ask another instance.`;
  return new LogError('LOG_STALLED', message);
}
