import type { Response } from 'express';

/** Aborts once the connection of a response is closed: nobody waits for the rest of the answer. */
export function whenGone(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
