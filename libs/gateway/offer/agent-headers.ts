import type { IncomingMessage } from 'node:http';
import type { Era } from '#tools';
import type { MessageHeaders } from '../link/upstream-link.ts';

/** The headers of revision 2026-07-28 that repeat arguments. The upstream checks them against the body. */
const PARAMETER = 'mcp-param-';

/** What goes up of the headers of an agent's request. */
export function agentHeaders(
  http: IncomingMessage | undefined,
  era: Era,
  auth: 'none' | 'headers' | 'passthrough' | undefined,
): MessageHeaders {
  if (!http) return {};
  const { authorization } = http.headers;
  const up =
    era === 'modern' ? Object.entries(http.headers).filter(([name]) => name.startsWith(PARAMETER)) : [];
  if (auth === 'passthrough' && authorization !== undefined) up.push(['authorization', authorization]);
  return Object.fromEntries(up.map(([name, value]) => [name, String(value)]));
}
