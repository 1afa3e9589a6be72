import { retryAfterMs } from '../../api/retry-after.ts';
import type { StreamEnd } from './stream-end.ts';

/** Returns why a status other than 200 ends the connection. `now` is in milliseconds since 1970. */
export function refusalOf(response: Response, now: number): StreamEnd {
  switch (response.status) {
    case 401:
      return { kind: 'signed-out' };
    case 400:
      return { kind: 'bad-position', cause: 'The server does not know the console’s position in the log.' };
    case 429:
      return lostUntil('The server has too many streams or requests.', retryAfterMs(response.headers, now));
    default:
      return lostUntil(`The server answered ${response.status}.`, retryAfterMs(response.headers, now));
  }
}

function lostUntil(cause: string, retryAfter: number | undefined): StreamEnd {
  return retryAfter === undefined
    ? { kind: 'lost', cause }
    : { kind: 'lost', cause, retryAfterMs: retryAfter };
}
