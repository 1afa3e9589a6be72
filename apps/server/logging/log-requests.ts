import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { clientAddressOf } from '#edge';
import { traceIdOf } from '#mcp';
import { cutText, REDACTED } from '#redaction';
import type { JsonLogger } from './json-logger.ts';
import type { LogLevel } from './log-level.ts';

/** Maximum length of a path in the log, in characters. */
const MAX_PATH = 512;
/** What a proxy may give a request as its id. */
const REQUEST_ID = /^[\w.-]{1,64}$/;
/** Minimum length of a part of a path that is looked at, in characters. Shorter secrets are valid on loopback only. */
const SHORTEST_SECRET = 16;
/** Paths that monitoring asks for every few seconds. */
const MONITORING = /\/(?:health\/(?:live|ready)|metrics)$/;

/** Says whether a text is a token or a key of the server. */
type SecretTest = (text: string) => boolean;

/**
 * Logs each request when its response has closed, and gives its id and that of its trace to all that is logged meanwhile.
 * Call it after the application was created. A secret that somebody has sent as a part of the path, or as the id, is not logged.
 */
export function logRequests(server: Server, logger: JsonLogger, isSecret: SecretTest): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const path = pathOf(request, isSecret);
    logger.within(idsOf(request, isSecret), () => {
      // With what was added to the ids until the response has closed.
      const within = AsyncLocalStorage.snapshot();
      logWhenClosed(request, response, path, (level, members) =>
        within(() => logger.write(level, members, 'Request')),
      );
      for (const listener of listeners) listener.call(server, request, response);
    });
  });
}

function idsOf({ headers }: IncomingMessage, isSecret: SecretTest): { requestId: string; traceId?: string } {
  const given = String(headers['x-request-id'] ?? '');
  const traceId = traceIdOf(headers['traceparent']);
  return {
    requestId: REQUEST_ID.test(given) && !isSecret(given) ? given : randomUUID(),
    ...(traceId !== undefined && { traceId }),
  };
}

/** A query may hold what an identity provider sends with the browser, and a path what its sender took for one with a key. */
function pathOf({ url = '' }: IncomingMessage, isSecret: SecretTest): string {
  const [path = ''] = url.slice(0, 2 * MAX_PATH).split('?', 1);
  const parts = path
    .split('/')
    .map((part) => (part.length >= SHORTEST_SECRET && isSecret(part) ? REDACTED : part));
  return cutText(parts.join('/'), MAX_PATH);
}

function logWhenClosed(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  write: (level: LogLevel, members: object) => void,
): void {
  const begun = performance.now();
  const { method } = request;
  response.once('close', () => {
    const { statusCode: status, writableFinished } = response;
    const durationMs = Math.round(performance.now() - begun);
    // The framework knows by now which proxies are trusted.
    const from = clientAddressOf(request);
    const end = writableFinished ? {} : { aborted: true };
    write(levelOf(status, path), { method, path, status, durationMs, from, ...end });
  });
}

function levelOf(status: number, path: string): LogLevel {
  if (status >= 500) return 'error';
  return MONITORING.test(path) ? 'debug' : 'info';
}
