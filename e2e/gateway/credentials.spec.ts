import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { INestApplication } from '@nestjs/common';
import { createCrowsnestTestingApp } from '#testing';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { callRequest, initializeRequest, modernRequest } from '../support/agents/raw-mcp.ts';
import { closeAtOnce, listenOnLoopback } from '../support/server/loopback.ts';

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

/** An upstream of some era before which somebody asks for a token, and refuses every other one. */
class LockedServer {
  token = 'first';
  #era: 'legacy' | 'modern' | undefined;
  #session = '';
  readonly #server: Server;

  constructor(private readonly inner: string) {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  listen(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  close(): void {
    closeAtOnce(this.#server);
  }

  /** Ends the session that was begun or used last. */
  async endSession(): Promise<void> {
    const headers = { 'mcp-session-id': this.#session };
    const { status } = await fetch(this.inner, { method: 'DELETE', headers });
    if (status !== 200) throw new Error(`The end of the session was answered with ${status}`);
  }

  /** From now on it knows only one era. */
  onlySpeaks(era: 'legacy' | 'modern'): void {
    this.#era = era;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const body = await text(request);
    if (headers.authorization !== `Bearer ${this.token}`)
      return void response.writeHead(401, { 'WWW-Authenticate': CHALLENGE }).end();
    const era = headers['mcp-protocol-version'] === '2026-07-28' ? 'modern' : 'legacy';
    if (this.#era && this.#era !== era) return void response.writeHead(400).end();
    const passed = Object.entries(headers).filter(([name]) => /^(mcp-|accept$|content-type$)/.test(name));
    const answer = await fetch(this.inner, {
      method,
      headers: Object.fromEntries(passed) as Record<string, string>,
      ...(body !== '' && { body }),
    });
    this.#session = answer.headers.get('mcp-session-id') ?? this.#session;
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  }
}

describe('the credentials of agents before an upstream that asks for them', () => {
  let inner: INestApplication;
  let locked: LockedServer;
  let gateway: INestApplication;

  const start = async (era: 'legacy' | 'modern' | 'auto', beside: object = {}): Promise<void> => {
    inner = await createCrowsnestTestingApp({ providers: [ScriptedTools] });
    locked = new LockedServer(`${await inner.getUrl()}/mcp`);
    const upstreams = {
      locked: { url: await locked.listen(), auth: 'passthrough' as const, era },
      ...beside,
    };
    gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  };
  afterEach(async () => {
    await gateway.close();
    locked.close();
    await inner.close();
  });

  const post = async (token: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${await gateway.getUrl()}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${token}`,
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const begin = async (token = 'first'): Promise<Record<string, string>> => {
    const { headers } = await post(token, initializeRequest());
    const session = { 'mcp-session-id': headers.get('mcp-session-id') ?? '' };
    await post(token, { jsonrpc: '2.0', method: 'notifications/initialized' }, session);
    return session;
  };
  const add = (tool = 'add'): object => callRequest(tool, { a: 1, b: 2 });

  it.each(['application/json, text/event-stream', 'application/json'])(
    'are refused in mid-session as the upstream refuses them, and the session goes on with others (%s)',
    async (accept) => {
      await start('legacy');
      const session = { ...(await begin()), accept };
      expect(await post('first', add(), session)).toMatchObject({ status: 200 });
      locked.token = 'second';
      const refused = await post('first', add(), session);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe(CHALLENGE);
      expect(JSON.parse(refused.text)).toMatchObject({ id: 2, error: { data: { fault: 'UNAUTHORIZED' } } });
      const accepted = await post('second', add(), session);
      expect([accepted.status, accepted.text]).toEqual([200, expect.stringContaining('"sum":3')]);
    },
  );

  it('are refused as the upstream refuses them where it speaks only the other era', async () => {
    await start('legacy');
    const { body, headers } = modernRequest('tools/call', { name: 'add', arguments: { a: 1, b: 2 } });
    expect((await post('first', body, headers)).text).toContain('"sum":3');
    locked.token = 'second';
    const refused = await post('first', body, headers);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, CHALLENGE]);
    expect((await post('second', body, headers)).text).toContain('"sum":3');
  });

  it('begin a session anew that the upstream has ended', async () => {
    await start('legacy');
    const session = await begin();
    await locked.endSession();
    const accepted = await post('first', add(), session);
    expect([accepted.status, accepted.text]).toEqual([200, expect.stringContaining('"sum":3')]);
  });

  it('are refused by an error where one answer is for several requests', async () => {
    await start('legacy');
    const session = await begin();
    locked.token = 'second';
    const both = [add(), { ...add(), id: 3 }];
    const { status, text: answers } = await post('first', both, session);
    expect(status).toBe(200);
    expect(answers.match(/"fault":"UNAUTHORIZED"/g)).toHaveLength(2);
  });

  it('are refused as the upstream refuses them where it is one of several', async () => {
    await start('legacy', { other: { url: 'http://127.0.0.1:9/mcp', era: 'legacy' } });
    const session = await begin();
    locked.token = 'second';
    const refused = await post('first', add('locked__add'), session);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, CHALLENGE]);
  });

  it.each(['legacy', 'modern'] as const)(
    'are those by which the upstream is asked for its era, which is %s alone',
    async (era) => {
      await start('auto');
      locked.onlySpeaks(era);
      const wrong = await post('wrong', initializeRequest());
      expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, CHALLENGE]);
      const session = await begin();
      expect((await post('first', add(), session)).text).toContain('"sum":3');
      const { body, headers } = modernRequest('tools/call', { name: 'add', arguments: { a: 1, b: 2 } });
      expect((await post('first', body, headers)).text).toContain('"sum":3');
    },
  );
});
