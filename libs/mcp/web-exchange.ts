import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import { letGoWhenStalled } from './let-go-when-stalled.ts';

/**
 * A Node request as the SDK's handler reads one whose body is parsed: method, headers, and the signal that
 * the client has gone. A whole web `Request` would cost more than the call that it carries.
 */
export function webRequestOf(request: Request, response: Response): globalThis.Request {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const get = (name: string): string | null => request.header(name) ?? null;
  const head = { method: request.method, headers: { get }, signal: gone.signal };
  return head as unknown as globalThis.Request;
}

/** Sends what the SDK's handler has answered. `answer` is the message in it, where that is known. */
export async function sendWebResponse(
  web: globalThis.Response,
  response: Response,
  answer: JSONRPCMessage | undefined,
): Promise<void> {
  if (web.headers.get('content-type')?.startsWith('text/event-stream')) {
    response.writeHead(web.status, Object.fromEntries(web.headers));
    response.flushHeaders();
    // The SDK's signs of life see to it that there is something to take.
    letGoWhenStalled(response);
    // A client that closes its connection has cancelled the request, which is no fault.
    await pipeline(Readable.fromWeb(web.body as ReadableStream), response).catch(() => undefined);
    return;
  }
  const headers = answer ? { 'Content-Type': 'application/json' } : Object.fromEntries(web.headers);
  const body = answer ? JSON.stringify(answer) : await web.text();
  response.writeHead(web.status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  // As a text: so Node joins it with the head, in one write.
  response.end(body);
  if (response.socket?.writableLength) letGoWhenStalled(response);
}
