import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessageHeaders } from '../link/upstream-link.ts';
import type { HttpRequests } from './http-requests.ts';
import { contentOf, drop, readEvents, type ResponseReader } from './read-response.ts';

/** Milliseconds before a stream that has ended is opened again, unless the upstream says otherwise. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** The position in a stream that can be continued. */
export interface StreamPosition {
  lastEventId?: string;
  retryMs?: number;
}

/** What a stream needs to be opened. */
export interface StreamSource {
  requests: HttpRequests;
  /** The headers of the session, as they are when the stream is opened. */
  headers: () => MessageHeaders;
  signal: AbortSignal;
}

/** Opens a GET stream at a position. Resolves with nothing if the upstream does not offer the stream. */
export async function openStream(
  { requests, headers, signal }: StreamSource,
  { lastEventId }: StreamPosition,
): Promise<IncomingMessage | undefined> {
  const response = await requests.send({
    method: 'GET',
    headers: {
      accept: 'text/event-stream',
      ...headers(),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal,
  });
  if (response.statusCode === 200 && contentOf(response) === 'stream') return response;
  drop(response);
  const isFault = (response.statusCode ?? 0) >= 500;
  if (isFault) throw new Error(`The stream was answered with ${response.statusCode}`);
  return undefined;
}

/** Reads a stream to its end, and notes the position in it. */
export function readFrom(
  response: IncomingMessage,
  target: string,
  position: StreamPosition,
  message: ResponseReader['message'],
): Promise<void> {
  return readEvents(response, target, {
    message,
    eventId: (id) => (position.lastEventId = id),
    retry: (ms) => (position.retryMs = ms),
  });
}

/**
 * Keeps the stream open on which a session gets what belongs to no request. It ends with the session, or when the upstream
 * offers no such stream.
 */
export async function keepListening(source: StreamSource, message: ResponseReader['message']): Promise<void> {
  const position: StreamPosition = {};
  for (let failures = 0; !source.signal.aborted; failures += 1) {
    try {
      const response = await openStream(source, position);
      if (!response) return;
      failures = 0;
      await readFrom(response, source.requests.target, position, message);
    } catch {
      // The upstream is away, or has cut the stream: it is opened again. A request tells the agent of the fault.
    }
    await pauseBefore(failures, position, source.signal);
  }
}

/** Waits before a stream is opened again: twice as long each time, and not at the same moment as everybody else. */
export async function pauseBefore(
  failures: number,
  { retryMs = RETRY_MS }: StreamPosition,
  signal: AbortSignal,
): Promise<void> {
  const longest = Math.min(retryMs * 2 ** failures, LONGEST_RETRY_MS);
  await pause(longest * (0.5 + Math.random() / 2), undefined, { signal, ref: false }).catch(() => undefined);
}
