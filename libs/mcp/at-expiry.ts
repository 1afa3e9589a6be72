import type { ServerResponse } from 'node:http';
import type { Agent } from './agent.ts';

/** The longest delay of a timer, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Ends a stream when the access token that opened it expires, or when the longest delay of a timer is over. The agent
 * opens it again with the next token.
 */
export function atExpiry({ expiresAt }: Agent, response: ServerResponse, end: () => void): void {
  if (expiresAt === undefined) return;
  const timer = setTimeout(end, Math.min(expiresAt - Date.now(), LONGEST_TIMER_MS)).unref();
  response.once('close', () => clearTimeout(timer));
}
