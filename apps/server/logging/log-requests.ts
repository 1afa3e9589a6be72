import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { clientAddressOf } from '#edge';
import { traceIdOf } from '#mcp';
import { cutText } from '#redaction';
import type { JsonLogger } from './json-logger.ts';
import type { LogLevel } from './log-level.ts';

/** Maximum length of a path in the log, in characters. */
const MAX_PATH = 512;
/** What a proxy may give a request as its id. */
const REQUEST_ID = /^[\w.-]{1,64}$/;
/** Paths that monitoring asks for every few seconds. */
const MONITORING = /\/(?:health\/(?:live|ready)|metrics)$/;

/**
 * Logs each request when its response has closed, and gives its id and that of its trace to all that is logged meanwhile.
 * Call it after the application was created.
 */
export function logRequests(server: Server, logger: JsonLogger): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    logger.within(idsOf(request), () => {
      // With what was added to the ids until the response has closed.
      const within = AsyncLocalStorage.snapshot();
      logWhenClosed(request, response, (level, members) =>
        within(() => logger.write(level, members, 'Request')),
      );
      for (const listener of listeners) listener.call(server, request, response);
    });
  });
}

function idsOf({ headers }: IncomingMessage): { requestId: string; traceId?: string } {
  const given = String(headers['x-request-id'] ?? '');
  const traceId = traceIdOf(headers['traceparent']);
  return {
    requestId: REQUEST_ID.test(given) ? given : randomUUID(),
    ...(traceId !== undefined && { traceId }),
  };
}

function logWhenClosed(
  request: IncomingMessage,
  response: ServerResponse,
  write: (level: LogLevel, members: object) => void,
): void {
  const begun = performance.now();
  const { method, url = '' } = request;
  // A query may hold what an identity provider sends with the browser.
  const path = cutText(url.split('?', 1)[0] ?? '', MAX_PATH);
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
