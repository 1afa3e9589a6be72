import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { createCrowsnestTestingApp } from '#testing';
import { initializeRequest, modernRequest } from '../support/agents/raw-mcp.ts';

const CHALLENGE = 'Bearer resource_metadata="https://upstream.example/.well-known/oauth-protected-resource"';

/** An upstream that refuses every request, and notes what it gets. */
class RefusingServer {
  readonly seen: IncomingHttpHeaders[] = [];
  readonly #server: Server;

  constructor(status: number) {
    this.#server = createServer((request, response) => {
      this.seen.push(request.headers);
      request.resume();
      response.writeHead(status, { 'WWW-Authenticate': CHALLENGE, Location: '/elsewhere' }).end();
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp?key=key-in-query`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe('the credentials of an agent', () => {
  let app: INestApplication;
  let upstream: RefusingServer;

  async function start(options: { auth?: 'passthrough' | 'headers' | 'none' }, status = 401): Promise<void> {
    upstream = new RefusingServer(status);
    const headers = { 'X-Key': 'key-of-the-configuration' };
    const upstreams = { locked: { url: await upstream.listen(), headers, ...options } };
    app = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  }
  afterEach(async () => {
    await app.close();
    upstream.close();
  });

  const post = async ({ body, headers }: { body: object; headers: Record<string, string> }) => {
    const response = await fetch(`${await app.getUrl()}/mcp`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: 'Bearer token-of-the-agent',
        cookie: 'a=b',
      },
      body: JSON.stringify(body),
    });
    return { response, text: await response.text() };
  };
  const REQUESTS = {
    legacy: { body: initializeRequest(), headers: {} },
    modern: modernRequest('tools/list', {}),
  };

  describe.each(['legacy', 'modern'] as const)('of the %s era', (era) => {
    it.each([401, 403])(
      'go up where they are passed through, and a refusal with %i comes back as it is',
      async (status) => {
        await start({ auth: 'passthrough' }, status);
        const { response } = await post(REQUESTS[era]);
        expect(response.status).toBe(status);
        expect(response.headers.get('www-authenticate')).toBe(CHALLENGE);
        expect(response.headers.has('mcp-session-id')).toBe(false);
        expect(upstream.seen.at(-1)).toMatchObject({ authorization: 'Bearer token-of-the-agent' });
      },
    );

    it('stay here otherwise, and a refusal names no secret', async () => {
      await start({});
      const { response, text: answer } = await post(REQUESTS[era]);
      expect(response.status).toBe(200);
      expect(response.headers.has('www-authenticate')).toBe(false);
      expect(answer).toContain('"fault":"UNAUTHORIZED"');
      expect(answer).not.toMatch(/key-in-query|key-of-the-configuration|token-of-the-agent/);
      expect(upstream.seen).not.toHaveLength(0);
      for (const headers of upstream.seen) {
        expect(headers).toMatchObject({ 'x-key': 'key-of-the-configuration' });
        expect(headers).not.toHaveProperty('authorization');
        expect(headers).not.toHaveProperty('cookie');
      }
    });
  });

  it('are not sent to where a redirect leads', async () => {
    await start({ auth: 'passthrough' }, 307);
    const { text: answer } = await post(REQUESTS.legacy);
    expect(answer).toContain('"fault":"HTTP_ERROR"');
    expect(upstream.seen.every(({ host }) => host?.startsWith('127.0.0.1:'))).toBe(true);
  });
});
