import type { Response } from 'express';
import { withoutLineEnds } from '#contract';
import { sendJson } from '../connection/send-json.ts';

/** Sends the response of the SDK's gate. `json` is the answer that it contains, if it is known. */
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
