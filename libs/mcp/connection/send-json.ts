import type { ServerResponse } from 'node:http';
import type { HttpRefusal } from '#tools';
import { letGoWhenStalled } from './let-go-when-stalled.ts';

/** The header by which a response refuses credentials. */
export function challengeOf({ challenge }: HttpRefusal): Record<string, string> {
  return challenge === undefined ? {} : { 'WWW-Authenticate': challenge };
}

/** Sends JSON as a whole response. */
export function sendJson(
  response: ServerResponse,
  status: number,
  json: string,
  headers?: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(json),
  });
  // As a string: Node then sends headers and body in one write.
  response.end(json);
  if (response.socket?.writableLength) letGoWhenStalled(response);
}
