import type { IncomingMessage } from 'node:http';
import { loggableExcerpt } from '#redaction';
import { UpstreamFault } from '../link/upstream-fault.ts';

/** Characters of a URL that are shown. */
const LONGEST_URL = 200;

/** The fault that the status of a response tells. Its text never quotes the body, which may hold anything. */
export function faultOfResponse(response: IncomingMessage, target: string): UpstreamFault {
  const { statusCode: status = 0, headers } = response;
  const answered = `${target} answered with ${status}`;
  if (status === 401 || status === 403) {
    const challenge = headers['www-authenticate'];
    // Servers that guard against DNS rebinding refuse a host that they do not know with the same status.
    const orHost = status === 403 ? ', and the host in its URL' : '';
    return new UpstreamFault('UNAUTHORIZED', `${answered}. Check the credentials in its headers${orHost}.`, {
      refusal: { status, ...(challenge !== undefined && { challenge }) },
    });
  }
  if (status >= 300 && status < 400)
    return new UpstreamFault(
      'HTTP_ERROR',
      `${answered}: redirects are not followed. ${finalUrl(response, target)}`,
    );
  if (status === 404 || status === 405)
    return new UpstreamFault('HTTP_ERROR', `${answered}. Check the path in its URL.`);
  return new UpstreamFault('HTTP_ERROR', `${answered}. Its own log may say why.`, { wasSent: status >= 500 });
}

/** The fault of a message that was refused because the upstream no longer knows its session. */
export function sessionExpired(target: string): UpstreamFault {
  return new UpstreamFault('SESSION_EXPIRED', `${target} has ended the session. Begin a new one.`);
}

/** The fault of a response that is not an MCP message. */
export function notMcp(target: string, problem: string): UpstreamFault {
  return new UpstreamFault('NOT_MCP', `${target} does not speak MCP: ${problem}. Check its URL.`, {
    wasSent: true,
  });
}

/** What to do about a redirect. Mostly the server only wants a slash at the end of the URL, or none. */
function finalUrl({ headers: { location = '' } }: IncomingMessage, target: string): string {
  const url = location === '' ? null : URL.parse(location, target);
  if (!url || !/^https?:$/.test(url.protocol)) return 'Give the final URL.';
  // The rest of a URL may hold secrets.
  return `Give the URL that it leads to: ${loggableExcerpt(url.origin + url.pathname, LONGEST_URL)}`;
}
