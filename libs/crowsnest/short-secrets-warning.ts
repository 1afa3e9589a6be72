import type { Server } from 'node:http';
import { isBehindProxy, isLoopback } from '#edge';
import type { CrowsnestOptions } from './crowsnest-options.ts';

/** Minimum length of a secret that other machines cannot guess. */
const SHORTEST_SECRET = 16;

/** Returns a warning that names the options with secrets that other machines can guess; undefined if there are none. */
export function shortSecretsWarning(
  { mcp, signIn, access, telemetry, ingest }: CrowsnestOptions,
  server: Server,
): string | undefined {
  if (!isReached(server) && !isBehindProxy(access ?? {})) return undefined;
  const secrets = {
    'mcp.agentKeys': mcp?.agentKeys?.flatMap((key) => ('key' in key ? [key.key] : [])),
    'signIn.tokens': signIn?.tokens?.flatMap((token) => ('token' in token ? [token.token] : [])),
    'ingest.keys': ingest?.keys?.flatMap((key) => ('key' in key ? [key.key] : [])),
    'telemetry.metricsToken': telemetry?.metricsToken === undefined ? [] : [telemetry.metricsToken],
  };
  const short = Object.entries(secrets)
    .filter(([, values]) => values?.some(({ length }) => length < SHORTEST_SECRET))
    .map(([option]) => option);
  if (short.length === 0) return undefined;
  return `Other machines can guess the secrets of ${short.join(' and ')}: give each ${SHORTEST_SECRET} characters or more.`;
}

/** Whether other machines reach the address that the server listens on. */
function isReached(server: Server): boolean {
  const bound = server.address();
  return typeof bound === 'object' && bound !== null && !isLoopback(bound.address);
}
