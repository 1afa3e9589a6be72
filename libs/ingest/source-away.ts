import { EdgeError } from '#edge';
import { LogError } from '#events';

/** Seconds after which an observer may send its events again. */
const RETRY_AFTER_S = 5;

/** 503: the observer keeps its events, and sends them again. */
export function sourceAway(): EdgeError {
  const message = `The log or the instance that takes these events does not answer. Send them again in ${RETRY_AFTER_S} s.`;
  return new EdgeError(503, 'LOG_SILENT', message, { retryAfterSeconds: RETRY_AFTER_S });
}

/** Turns the failure of the log into 503. Throws whatever it is given. */
export function refuseLogError(error: unknown): never {
  throw error instanceof LogError ? sourceAway() : error;
}
