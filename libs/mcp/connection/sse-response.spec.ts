import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SseResponse } from './sse-response.ts';

describe('SseResponse', () => {
  let http: Server;
  let stream: SseResponse;
  let answered: Promise<IncomingMessage>;

  beforeEach(async () => {
    http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const asked = once(http, 'request');
    const outgoing = request({ host: '127.0.0.1', port: (http.address() as AddressInfo).port });
    answered = once(outgoing, 'response').then(([response]) => response as IncomingMessage);
    outgoing.end();
    const [, response] = (await asked) as [IncomingMessage, ServerResponse];
    stream = new SseResponse(response);
  });

  afterEach(() => {
    stream.end();
    http.closeAllConnections();
    http.close();
  });

  it('sends a stream that ends soon as one response with its length', async () => {
    stream.begin('id: 1\ndata: \n\n');
    stream.end('data: two\n\n');
    const response = await answered;
    const body = 'id: 1\ndata: \n\ndata: two\n\n';
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'content-length': `${body.length}`,
    });
    expect(await text(response)).toBe(body);
  });

  it('opens with its first message, and goes on', async () => {
    stream.begin('id: 1\ndata: \n\n');
    await stream.write('data: two\n\n');
    const response = await answered;
    expect(response.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    stream.end('data: three\n\n');
    expect(await text(response)).toBe('id: 1\ndata: \n\ndata: two\n\ndata: three\n\n');
  });

  it('opens although there is nothing to send yet', async () => {
    const response = await answered;
    stream.end('data: late\n\n');
    expect(await text(response)).toBe('data: late\n\n');
  });
});
