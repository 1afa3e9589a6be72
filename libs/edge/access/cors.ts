import type { Request, Response } from 'express';

/** Headers of answers that a page needs to see. */
const EXPOSED = ['Mcp-Session-Id', 'WWW-Authenticate', 'Retry-After', 'Allow'].join(', ');

const METHODS = 'GET, POST, DELETE';

/** Headers that every page may send, where a preflight names none. */
const HEADERS = 'Authorization, Content-Type, Mcp-Session-Id, Mcp-Protocol-Version, Last-Event-ID';

/** Seconds for which a page need not ask again. */
const MAX_AGE_S = '7200';

/**
 * Lets the page that sends a request read what answers it, errors too. Its origin is known to be allowed. True for a
 * preflight, which is answered here: a browser sends no credentials with it.
 */
export function answerPage(request: Request, response: Response): boolean {
  const { origin, 'access-control-request-headers': wanted } = request.headers;
  if (origin === undefined) return false;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.vary('Origin');
  response.setHeader('Access-Control-Expose-Headers', EXPOSED);
  const isPreflight = 'access-control-request-method' in request.headers;
  if (request.method !== 'OPTIONS' || !isPreflight) return false;
  response.setHeader('Access-Control-Allow-Methods', METHODS);
  // Tools name headers of their own (`Mcp-Param-*`), so there is no list of all.
  response.setHeader('Access-Control-Allow-Headers', wanted ?? HEADERS);
  response.vary('Access-Control-Request-Headers');
  response.setHeader('Access-Control-Max-Age', MAX_AGE_S);
  response.status(204).end();
  return true;
}
