import type { Request, Response } from 'express';

/** Response headers that a page needs to read. */
const EXPOSED = ['Mcp-Session-Id', 'WWW-Authenticate', 'Retry-After', 'Allow'].join(', ');

const METHODS = 'GET, POST, DELETE';

/** Request headers that pages may send when the preflight does not name any. */
const HEADERS = 'Authorization, Content-Type, Mcp-Session-Id, Mcp-Protocol-Version, Last-Event-ID';

/** Seconds for which a page may cache the preflight. */
const MAX_AGE_S = '7200';

/**
 * Lets the page that sends a request read the response, including errors. The caller has checked the page's origin.
 * Returns true when it has answered a preflight, for which a browser sends no credentials.
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
  // Tools define headers of their own (`Mcp-Param-*`), so a complete list is not possible.
  response.setHeader('Access-Control-Allow-Headers', wanted ?? HEADERS);
  response.vary('Access-Control-Request-Headers');
  response.setHeader('Access-Control-Max-Age', MAX_AGE_S);
  response.status(204).end();
  return true;
}
