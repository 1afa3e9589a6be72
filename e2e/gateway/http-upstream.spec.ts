import type { INestApplication } from '@nestjs/common';
import {
  collectEvents,
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
  type LegacyClient,
  type ModernClient,
} from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { HttpFaultServer } from '../support/fault-server/http-fault-server.ts';
import { Offer } from '../support/handlers/changing-offer.ts';

describe('an upstream server over HTTP', () => {
  let upstream: INestApplication;
  let gateway: INestApplication;

  beforeAll(async () => {
    upstream = await createCrowsnestTestingApp({ providers: [Offer] });
    const upstreams = { notes: { url: `${await upstream.getUrl()}/mcp` } };
    gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  describe.each([
    ['legacy', connectLegacyClient],
    ['modern', connectModernClient],
  ] as const)('for an agent of the %s era', (_era, connect) => {
    const clients: (LegacyClient | ModernClient)[] = [];
    const both = async (): Promise<[ModernClient, ModernClient]> => {
      const pair = [await connect(upstream), await connect(gateway)] as const;
      clients.push(...pair);
      return pair as unknown as [ModernClient, ModernClient];
    };
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.close();
    });

    it('answers as it does without Crowsnest', async () => {
      const [direct, through] = await both();
      expect(through.getServerVersion()).toEqual(direct.getServerVersion());
      expect(through.getServerCapabilities()).toEqual(direct.getServerCapabilities());
      expect(await through.listTools()).toEqual(await direct.listTools());
      expect(await through.listPrompts()).toEqual(await direct.listPrompts());
      expect(await through.listResources()).toEqual(await direct.listResources());
      const link = { name: 'link', arguments: {} };
      expect(await through.callTool(link)).toEqual(await direct.callTool(link));
    });

    it('is named by the events of its calls', async () => {
      const record = collectEvents(gateway);
      const [, through] = await both();
      await through.callTool({ name: 'link', arguments: {} });
      const { data } = await awaitEvent(record, 'tool:done');
      expect(data).toMatchObject({ tool: 'link', upstream: 'notes' });
    });
  });
});

it('an upstream server over HTTP is reached through a proxy of the environment, where Node.js is told to use them', async () => {
  // A proxy gets the whole URL, which this server does not look at.
  const proxy = new HttpFaultServer();
  const { NODE_USE_ENV_PROXY, http_proxy } = process.env;
  Object.assign(process.env, { NODE_USE_ENV_PROXY: '1', http_proxy: new URL(await proxy.listen()).origin });
  const upstreams = { far: { url: 'http://upstream.invalid/mcp', era: 'legacy' as const } };
  const gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  for (const [name, value] of Object.entries({ NODE_USE_ENV_PROXY, http_proxy }))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  const agent = await connectLegacyClient(gateway);
  await agent.callTool({ name: 'work', arguments: {} });
  expect(proxy.seen).toContain('tools/call s1');
  await gateway.close();
  proxy.close();
});
