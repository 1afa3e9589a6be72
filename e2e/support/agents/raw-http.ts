import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request that is sent exactly as given: only `Host` and the headers that frame the body are added. */
export interface HttpRequest {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  /** Sends the body chunked, without its length. */
  isChunked?: boolean;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Empty for a stream, which is left once its headers have arrived. */
  text: string;
  /** The messages of the body, from JSON or from a stream that has ended; none of a body of another type. */
  messages: { id?: unknown; result?: Record<string, unknown>; error?: { code: number; message: string } }[];
}

/** Sends a request to a server. With `isEndless` it leaves a stream once its headers have arrived. */
export async function exchange(origin: string, sent: HttpRequest, isEndless = false): Promise<HttpAnswer> {
  const { method = 'POST', path = '/mcp', headers = {}, body, isChunked = false } = sent;
  const framing = body !== undefined && !isChunked ? { 'content-length': Buffer.byteLength(body) } : {};
  const call = request(`${origin}${path}`, { method, agent: false, headers: { ...framing, ...headers } });
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  call.on('error', reject);
  call.on('response', (response) => {
    const { statusCode: status = 0, headers: received } = response;
    const type = received['content-type'] ?? '';
    const isStream = type.startsWith('text/event-stream');
    if (isEndless && isStream) {
      response.destroy();
      return resolve({ status, headers: received, text: '', messages: [] });
    }
    text(response)
      .then((read) => resolve({ status, headers: received, text: read, messages: messagesOf(read, type) }))
      .catch(reject);
  });
  call.end(body);
  return promise;
}

function messagesOf(read: string, type: string): HttpAnswer['messages'] {
  const texts = type.startsWith('text/event-stream')
    ? Array.from(read.matchAll(/^data: (.+)$/gm), ([, data = '']) => data)
    : type.startsWith('application/json')
      ? [read]
      : [];
  return texts.filter(Boolean).flatMap((json) => JSON.parse(json) as HttpAnswer['messages']);
}
