import { EdgeError } from '#edge';
import { LogError, type EventLog, type LoggedEvent, type ReadRequest } from '#events';

/** Seconds after which a client may ask a log again that has not answered. */
const RETRY_AFTER_S = 10;

/**
 * Reads a `HistoryPage` as JSON: events are encoded once, when they are numbered, and not again here. Rejects with an
 * `EdgeError`, 503, when the log does not answer.
 */
export async function readHistoryPage(log: EventLog, request: ReadRequest): Promise<string> {
  const events = await log.read(request).catch(refuse);
  return `{"events":[${events.map((logged) => logged.json).join(',')}]}`;
}

function refuse(error: unknown): LoggedEvent[] {
  if (!(error instanceof LogError)) throw error;
  throw new EdgeError(503, error.code, error.message, { retryAfterSeconds: RETRY_AFTER_S });
}
