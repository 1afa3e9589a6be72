import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Milliseconds within which a request must be answered. */
const ANSWER_MS = 10_000;
/** Longest answer that is read, in characters: one with 1,000 rejected events is shorter. */
const MAX_ANSWER = 1_000_000;

/** Where events are sent. */
export interface Destination {
  ingestUrl: URL;
  key: string;
}

/** What became of a request. */
export type Delivery =
  | { outcome: 'taken'; rejected: { seq: number; message: string }[] }
  /** The same request would be refused again. */
  | { outcome: 'unreadable'; message: string }
  /** `isAway`: there was no answer. */
  | { outcome: 'later'; isAway: boolean; message: string; retryAfterMs?: number };

/**
 * Sends a body to `POST /ingest`. Never rejects. It does not keep the process alive: whoever waits for it at the end has to.
 */
export function deliver({ ingestUrl, key }: Destination, body: string): Promise<Delivery> {
  return new Promise((resolve) => {
    const away = (message: string): void => resolve({ outcome: 'later', isAway: true, message });
    const send = ingestUrl.protocol === 'https:' ? requestHttps : requestHttp;
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = send(ingestUrl, { method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < MAX_ANSWER) text += chunk;
      });
      response.on('end', () =>
        resolve(deliveryOf(response.statusCode ?? 0, text, response.headers['retry-after'])),
      );
      response.on('error', (error) => away(error.message));
    });
    const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS);
    timer.unref();
    sent.on('socket', (socket) => socket.unref());
    sent.on('error', (error: NodeJS.ErrnoException) => away(error.code ?? error.message));
    sent.on('close', () => {
      clearTimeout(timer);
      away('the connection was closed');
    });
    sent.end(body);
  });
}

function deliveryOf(status: number, text: string, retryAfter: string | undefined): Delivery {
  const answer = parsed(text);
  if (status === 202)
    return { outcome: 'taken', rejected: Array.isArray(answer.rejected) ? answer.rejected : [] };
  const message = `${status} ${typeof answer.message === 'string' ? answer.message : ''}`.trim();
  if (status === 400 || status === 413 || status === 415) return { outcome: 'unreadable', message };
  const seconds = Number(retryAfter);
  const wait = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
  return { outcome: 'later', isAway: false, message, ...wait };
}

function parsed(text: string): { message?: unknown; rejected?: { seq: number; message: string }[] } {
  try {
    return (JSON.parse(text) ?? {}) as object;
  } catch {
    return {};
  }
}
