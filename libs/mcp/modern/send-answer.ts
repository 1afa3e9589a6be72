import type { Response } from 'express';
import { letGoWhenStalled } from '../connection/let-go-when-stalled.ts';

/** Sends JSON as a whole response. */
export function sendJson(response: Response, status: number, json: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(json),
  });
  // A text: Node joins it with the head, in one write.
  response.end(json);
  if (response.socket?.writableLength) letGoWhenStalled(response);
}

/** Sends what the SDK's gate has answered. `json` is the answer in it, where that is known. */
export async function sendWebResponse(
  web: globalThis.Response,
  response: Response,
  json: string | undefined,
): Promise<void> {
  if (json !== undefined) return sendJson(response, web.status, json);
  const body = await web.text();
  if (response.headersSent || response.destroyed) return;
  const headers = { ...Object.fromEntries(web.headers), 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(web.status, headers).end(body);
}
