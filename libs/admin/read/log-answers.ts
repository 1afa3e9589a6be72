import { EdgeError } from '#edge';
import { LogError } from '#events';

/** Seconds after which a client may ask a log again that has not answered. */
const RETRY_AFTER_S = 10;

/** Turns the failure of a read into an `EdgeError`, 503, if the log did not answer. Throws whatever it is given. */
export function refuseSilentLog(error: unknown): never {
  if (!(error instanceof LogError)) throw error;
  throw new EdgeError(503, error.code, error.message, { retryAfterSeconds: RETRY_AFTER_S });
}
