import { EdgeError } from '#edge';

/** Seconds after which the agent may send its request again. */
const RETRY_S = 1;

/**
 * 503: what the agent may do has changed before its request has begun. It learns by the next one what holds now: whoever is
 * withdrawn gets 401.
 */
export function rightsChanged(): EdgeError {
  const message = `What this agent may do has changed. Send the request again in ${RETRY_S} s.`;
  return new EdgeError(503, 'RIGHTS_CHANGED', message, { retryAfterSeconds: RETRY_S });
}
