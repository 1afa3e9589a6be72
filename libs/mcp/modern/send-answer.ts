import type { Response } from 'express';
import { withoutLineEnds } from '#contract';
import { sendJson } from '../connection/send-json.ts';

/** Sends what the SDK's gate has answered. `json` is the answer in it, where that is known. */
export async function sendWebResponse(
  web: globalThis.Response,
  response: Response,
  json: string | undefined,
): Promise<void> {
  if (json !== undefined) return sendJson(response, web.status, json);
  const body = withoutLineEnds(await web.text());
  if (response.headersSent || response.destroyed) return;
  const headers = { ...Object.fromEntries(web.headers), 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(web.status, headers).end(body);
}
