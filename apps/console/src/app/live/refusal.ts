import type { StreamEnd } from './connection.ts';

/** What an answer other than 200 means for the stream. `now` is milliseconds since 1970. */
export function refusalOf(response: Response, now: number): StreamEnd {
  switch (response.status) {
    case 401:
      return { kind: 'signed-out' };
    case 400:
      return { kind: 'bad-position', cause: 'The server does not know our place in the log.' };
    case 429:
      return lostUntil('The server asks for patience.', retryAfterMs(response.headers, now));
    default:
      return lostUntil(`The server answered ${response.status}.`, retryAfterMs(response.headers, now));
  }
}

/** `Retry-After` in milliseconds, from seconds or from a date; `undefined` when there is none. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function lostUntil(cause: string, retryAfter: number | undefined): StreamEnd {
  return retryAfter === undefined
    ? { kind: 'lost', cause }
    : { kind: 'lost', cause, retryAfterMs: retryAfter };
}
