import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

export interface NamedRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** The address of this machine that the request comes from. Default: 127.0.0.1. */
  from?: string;
}

/** Sends a request over TLS to a port of this machine by another name. Resolves when its headers are there. */
export async function askByName(
  port: number,
  url: string,
  { method = 'GET', headers = {}, body, from = '127.0.0.1' }: NamedRequest = {},
): Promise<IncomingMessage> {
  const { hostname, pathname, search } = new URL(url);
  const asked = request({
    host: '127.0.0.1',
    port,
    method,
    path: pathname + search,
    servername: hostname,
    localAddress: from,
    // The certificate is made for the test, and by nobody else's authority.
    rejectUnauthorized: false,
    agent: false,
    headers: {
      host: hostname,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

/** The same, with the body read to its end. */
export async function answerByName(
  ...args: Parameters<typeof askByName>
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  const answer = await askByName(...args);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}
