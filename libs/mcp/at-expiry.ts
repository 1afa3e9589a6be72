import type { ServerResponse } from 'node:http';
import { delayTo, type AgentPrincipal } from '#edge';

/**
 * Ends a stream when the access token that opened it expires, or when the longest delay of a timer is over. The agent
 * opens it again with the next token.
 */
export function atExpiry({ expiresAt }: AgentPrincipal, response: ServerResponse, end: () => void): void {
  if (expiresAt === undefined) return;
  const timer = setTimeout(end, delayTo(expiresAt)).unref();
  response.once('close', () => clearTimeout(timer));
}
