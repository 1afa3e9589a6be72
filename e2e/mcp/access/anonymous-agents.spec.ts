import { networkInterfaces } from 'node:os';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';
import { exchange, type HttpRequest } from '../../support/agents/raw-http.ts';
import { initializeRequest, modernRequest } from '../../support/agents/raw-mcp.ts';
import { quietOptions } from '../../support/embedding/start-host.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const REMEDY = /only on this machine\. Configure AGENT_KEYS.*127\.0\.0\.1.*access\.anonymousAgents/;

const ALL = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);

/** Addresses of this machine at which other machines reach it. */
const ADDRESSES = ALL.filter(({ internal, scopeid = 0 }) => !internal && scopeid === 0).map(
  ({ address, family }) => (family === 'IPv6' ? `[${address}]` : address),
);

/** The addresses that mean all addresses here. */
const WILDCARDS = ['0.0.0.0', ...(ALL.some(({ family }) => family === 'IPv6') ? ['::'] : [])];

const ERAS: Record<string, () => HttpRequest> = {
  legacy: () => ({ headers: HEADERS, body: JSON.stringify(initializeRequest()) }),
  modern: () => {
    const { headers, body } = modernRequest('tools/list');
    return { headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) };
  },
};

describe.each(Object.entries(ERAS))('an anonymous agent of the %s era', (_era, request) => {
  let app: INestApplication | undefined;

  /** Starts an application that somebody has embedded Crowsnest into. Resolves with its port. */
  const listen = async (address: string, access: CrowsnestOptions['access'] = {}): Promise<number> => {
    const imports = [CrowsnestModule.forRoot(quietOptions({ access }))];
    const module = await Test.createTestingModule({ imports }).compile();
    app = module.createNestApplication({ forceCloseConnections: true, logger: false });
    const server = (await app.listen(0, address)) as { address(): { port: number } };
    return server.address().port;
  };

  /** Connects to an address of the server, and asks for another one, as whoever guesses would. */
  const ask = (address: string, port: number, more: Record<string, string> = {}) => {
    const { headers, ...rest } = request();
    const host = `127.0.0.1:${port}`;
    return exchange(`http://${address}:${port}`, { ...rest, headers: { ...headers, host, ...more } });
  };

  afterEach(() => app?.close());

  it.each(WILDCARDS)(
    'gets 401 and the remedy from a server that listens on %s, wherever it connects from',
    async (address) => {
      const port = await listen(address);
      const reached = ADDRESSES.filter((one) => address === '::' || !one.startsWith('['));
      for (const one of ['127.0.0.1', ...reached]) {
        const { status, headers, messages } = await ask(one, port);
        expect([one, status, headers['www-authenticate']]).toEqual([one, 401, 'Bearer']);
        expect(messages[0]?.error?.message).toMatch(REMEDY);
      }
    },
  );

  it.each([
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-for': '' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 localhost' },
    { 'x-real-ip': '::1' },
  ])('gets 401 and the remedy on this machine behind a proxy that sends %j', async (headers) => {
    const port = await listen('127.0.0.1');
    expect((await ask('127.0.0.1', port)).status).toBe(200);
    const { status, messages } = await ask('127.0.0.1', port, headers);
    expect(status).toBe(401);
    expect(messages[0]?.error?.message).toMatch(REMEDY);
  });

  it.each([{ publicUrl: 'https://watch.example' }, { trustProxy: 1 }])(
    'gets 401 when the options tell of a proxy: %j',
    async (access) => {
      const port = await listen('127.0.0.1', access);
      expect((await ask('127.0.0.1', port)).status).toBe(401);
    },
  );

  it('is served everywhere if the application says so', async () => {
    const port = await listen('0.0.0.0', { anonymousAgents: 'everywhere' });
    for (const one of ['127.0.0.1', ...ADDRESSES.filter((address) => !address.startsWith('['))])
      expect([one, (await ask(one, port)).status]).toEqual([one, 200]);
  });

  it('is served nowhere if the application says so', async () => {
    const port = await listen('127.0.0.1', { anonymousAgents: 'nowhere' });
    expect((await ask('127.0.0.1', port)).status).toBe(401);
  });
});
