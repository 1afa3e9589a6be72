import type { INestApplication } from '@nestjs/common';
import type { CrowsnestTestingSetup } from '#testing';
import { initializeRequest, sendRaw, type RawAnswer } from '../../support/agents/raw-mcp.ts';
import { startApplication } from '../../support/server/test-application.ts';

describe('the MCP endpoint,', () => {
  let app: INestApplication | undefined;
  let origin: string;

  async function start(options: CrowsnestTestingSetup['options']): Promise<void> {
    const started = await startApplication([], options);
    ({ app, origin } = started);
  }

  function initialize(headers: Record<string, string> = {}): Promise<RawAnswer> {
    return sendRaw(origin, initializeRequest(), { headers });
  }

  const withKey = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

  afterEach(() => app?.close());

  describe('with agent keys,', () => {
    beforeEach(() =>
      start({
        mcp: {
          agentKeys: [
            { tenantId: 'acme', key: 'key-of-acme' },
            { tenantId: 'globex', key: 'key-of-globex' },
          ],
        },
        access: { trustProxy: 1 },
      }),
    );

    async function guess(times: number, headers: Record<string, string> = {}): Promise<RawAnswer[]> {
      const answers: RawAnswer[] = [];
      for (let n = 0; n < times; n += 1)
        answers.push(await initialize({ ...withKey(`guess-${n}`), ...headers }));
      return answers;
    }

    it('answers a request without a key with 401 and does not count it', async () => {
      for (let n = 0; n < 12; n += 1) {
        const { status, headers, body } = await initialize();
        expect(status).toBe(401);
        expect(headers.get('www-authenticate')).toBe('Bearer');
        expect(body?.error?.message).toContain('agent key');
      }
      expect((await initialize(withKey('key-of-acme'))).status).toBe(200);
    });

    it('answers 429 with Retry-After after ten wrong keys in a minute, whichever key follows', async () => {
      for (const { status } of await guess(10)) expect(status).toBe(401);
      for (const key of ['another-guess', 'key-of-acme']) {
        const { status, headers, body } = await initialize(withKey(key));
        expect(status).toBe(429);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        expect(body).toMatchObject({
          jsonrpc: '2.0',
          id: null,
          error: { message: expect.stringMatching(/wrong attempts/) },
        });
      }
    });

    it('continues to serve a key that was right from the same address before', async () => {
      expect((await initialize(withKey('key-of-acme'))).status).toBe(200);
      await guess(10);
      expect((await initialize(withKey('key-of-acme'))).status).toBe(200);
      expect((await initialize(withKey('key-of-globex'))).status).toBe(429);
    });

    it('does not reset the count of wrong keys when a right one follows', async () => {
      await guess(9);
      expect((await initialize(withKey('key-of-acme'))).status).toBe(200);
      expect((await initialize(withKey('guess'))).status).toBe(401);
      expect((await initialize(withKey('guess'))).status).toBe(429);
    });

    it('counts a client behind a trusted proxy as one, whatever zone its address has', async () => {
      for (let n = 0; n < 10; n += 1)
        await guess(1, { 'x-forwarded-for': `2001:db8::%${'z:'.repeat(50)}${n}` });
      const { status } = await initialize({ ...withKey('key-of-acme'), 'x-forwarded-for': '2001:db8::7' });
      expect(status).toBe(429);
    });

    it('counts each client behind a trusted proxy separately', async () => {
      await guess(10, { 'x-forwarded-for': '192.0.2.1' });
      const right = withKey('key-of-acme');
      expect((await initialize({ ...right, 'x-forwarded-for': '192.0.2.1' })).status).toBe(429);
      expect((await initialize({ ...right, 'x-forwarded-for': '192.0.2.2' })).status).toBe(200);
    });
  });

  describe('without agent keys,', () => {
    it('serves anonymous agents on this machine', async () => {
      await start({});
      expect((await initialize()).status).toBe(200);
    });

    it.each(['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'via'])(
      'answers 401 and names the remedy when the header %s reveals a proxy',
      async (header) => {
        await start({});
        const { status, body } = await initialize({ [header]: '127.0.0.1' });
        expect(status).toBe(401);
        expect(body?.error?.message).toMatch(/AGENT_KEYS.*access\.anonymousAgents/);
      },
    );

    it.each([{ publicUrl: 'https://watch.example' }, { trustProxy: 1 }])(
      'answers 401 when the options declare a proxy: %j',
      async (access) => {
        await start({ access });
        expect((await initialize()).status).toBe(401);
      },
    );

    it('serves anonymous agents from everywhere when the options allow it', async () => {
      await start({ access: { trustProxy: 1, anonymousAgents: 'everywhere' } });
      expect((await initialize({ 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
    });
  });
});
