import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { MessageHeaders } from '../link/upstream-link.ts';
import type { HttpRequests } from './http-requests.ts';
import { contentOf, drop, readEvents, type ResponseReader } from './read-response.ts';
import { faultOfResponse, sessionExpired } from './response-fault.ts';

/** Milliseconds before a stream that has ended is opened again, unless the upstream says otherwise. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** Milliseconds that a stream must last, unless the upstream says when to open it again. Some servers end each one at once. */
const MIN_OPEN_MS = 1_000;

/** How servers answer to a session that they do not know: as the protocol says, and as many do, like examples of the SDK. */
const UNKNOWN_SESSION = [404, 400];

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

/** Takes what comes on a stream that is kept open, and learns what becomes of it. */
export interface StreamListener {
  message: ResponseReader['message'];
  /** The stream has ended, and cannot be opened again for now. */
  away(fault: UpstreamFault): void;
  /** It is open again. */
  back(): void;
  /** The upstream no longer knows the session. Nothing follows. */
  expired(fault: UpstreamFault): void;
}

/**
 * Opens a GET stream at a position. Resolves with nothing if the upstream does not offer the stream. Rejects with an
 * `UpstreamFault`.
 */
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
  if (UNKNOWN_SESSION.includes(response.statusCode ?? 0)) throw sessionExpired(requests.target);
  if ((response.statusCode ?? 0) >= 500) throw faultOfResponse(response, requests.target);
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
 * offers no such stream. Only a stream that was open once says something about the upstream.
 */
export async function keepListening(source: StreamSource, listener: StreamListener): Promise<void> {
  const { signal, requests } = source;
  const position: StreamPosition = {};
  let state: 'new' | 'open' | 'away' = 'new';
  for (let failures = 0; !signal.aborted; failures += 1) {
    const opened = await openStream(source, position).catch((fault: UpstreamFault) => fault);
    if (!opened || signal.aborted) return;
    if (opened instanceof UpstreamFault) {
      if (opened.code === 'SESSION_EXPIRED') return state === 'new' ? undefined : listener.expired(opened);
      if (state === 'open') {
        state = 'away';
        listener.away(opened);
      }
    } else {
      if (state === 'away') listener.back();
      state = 'open';
      const openedAt = performance.now();
      // The upstream has gone away or has cut the stream, as the next opening will tell.
      await readFrom(opened, requests.target, position, listener.message).catch(() => undefined);
      if (position.retryMs !== undefined || performance.now() - openedAt >= MIN_OPEN_MS) failures = 0;
    }
    await pauseBefore(failures, position, signal);
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
