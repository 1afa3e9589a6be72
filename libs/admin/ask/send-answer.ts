import type { Response } from 'express';
import { withoutLineEnds } from '#contract';
import type { AcceptedTypes } from '#edge';

const STREAM = 'text/event-stream';

/**
 * Sends what the SDK answers, in a form that the client accepts. The SDK streams to the older era and sends JSON to the
 * newer one, whatever a client accepts. Nothing precedes an answer, so each form can become the other.
 */
export async function sendAnswer(
  web: globalThis.Response,
  response: Response,
  { json, stream }: AcceptedTypes,
): Promise<void> {
  const text = withoutLineEnds(await web.text());
  const isStream = web.headers.get('content-type')?.startsWith(STREAM) ?? false;
  response.status(web.status).setHeaders(web.headers).removeHeader('Content-Length');
  if (isStream && !stream) response.setHeader('Content-Type', 'application/json').end(jsonIn(text));
  else if (!isStream && !json && web.ok && text !== '')
    response.setHeader('Content-Type', STREAM).end(`event: message\ndata: ${text}\n\n`);
  else response.end(text);
}

/** The message of a stream, or a list of them for a batch. */
function jsonIn(stream: string): string {
  const messages = Array.from(stream.matchAll(/^data: (.+)$/gm), ([, message = '']) => message);
  return messages.length === 1 ? (messages[0] ?? '') : `[${messages.join()}]`;
}
