import type { INestApplication } from '@nestjs/common';
import {
  collectEvents,
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
  type ModernClient,
} from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { Offer } from '../support/handlers/changing-offer.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { freePort } from '../support/server/server-process.ts';

const AGENT_KEYS = [
  { tenantId: 'acme', key: 'key-of-acme' },
  { tenantId: 'globex', key: 'key-of-globex' },
];

describe('several upstream servers', () => {
  const apps: INestApplication[] = [];
  let gateway: INestApplication;
  const start = async (setup: Parameters<typeof createCrowsnestTestingApp>[0]): Promise<INestApplication> => {
    const app = await createCrowsnestTestingApp(setup);
    apps.unshift(app);
    return app;
  };
  const endpointOf = async (app: INestApplication) => `${await app.getUrl()}/mcp`;

  beforeAll(async () => {
    const [notes, tools] = [await start({ providers: [Offer] }), await start({ providers: [ScriptedTools] })];
    const upstreams = {
      notes: { url: await endpointOf(notes) },
      tools: { url: await endpointOf(tools), tenants: ['acme'] },
      gone: { url: `http://127.0.0.1:${await freePort()}/mcp` },
    };
    gateway = await start({
      options: { standalone: true, upstreams, mcp: { agentKeys: AGENT_KEYS } },
    });
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
  });

  describe.each([
    ['legacy', connectLegacyClient],
    ['modern', connectModernClient],
  ] as const)('for an agent of the %s era', (_era, connect) => {
    const clientOf = async (key: string) => (await connect(gateway, { key })) as unknown as ModernClient;

    it('offer their tools and prompts together, with their names, while one of them is away', async () => {
      const client = await clientOf('key-of-acme');
      const { tools } = await client.listTools();
      const names = tools.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['notes__link', 'tools__add']));
      expect((await client.listPrompts()).prompts.map(({ name }) => name)).toContain('notes__plan');
      expect(client.getServerCapabilities()).toMatchObject({ tools: { listChanged: true }, completions: {} });
    });

    it('answer calls, prompts, reads and completions, each those that are its own', async () => {
      const client = await clientOf('key-of-acme');
      const record = collectEvents(gateway);
      const { content } = await client.callTool({ name: 'notes__link', arguments: {} });
      expect(content).toEqual([{ type: 'resource_link', uri: 'docs://readme', name: 'readme' }]);
      const { data } = await awaitEvent(record, 'tool:done');
      expect(data).toMatchObject({ tool: 'notes__link', upstream: 'notes' });
      const { messages } = await client.getPrompt({ name: 'notes__plan', arguments: { city: 'Oslo' } });
      expect(messages).toHaveLength(1);
      const { contents } = await client.readResource({ uri: 'docs://readme' });
      expect(contents).toMatchObject([{ uri: 'docs://readme' }]);
      const ref = { type: 'ref/prompt', name: 'notes__plan' } as const;
      const { completion } = await client.complete({ ref, argument: { name: 'city', value: 'P' } });
      expect(completion.values).toEqual(['Paris']);
      await expect(client.callTool({ name: 'link', arguments: {} })).rejects.toThrow(/link not found/);
    });

    it('are told of when they do not answer a call', async () => {
      const client = await clientOf('key-of-acme');
      await expect(client.callTool({ name: 'gone__any', arguments: {} })).rejects.toMatchObject({
        data: { upstream: 'gone', fault: 'UNREACHABLE' },
      });
    });

    it('do not exist for agents of other tenants than theirs', async () => {
      const client = await clientOf('key-of-globex');
      const names = (await client.listTools()).tools.map(({ name }) => name);
      expect(names.filter((name) => !name.startsWith('notes__'))).toEqual([]);
      await expect(client.callTool({ name: 'tools__add', arguments: {} })).rejects.toThrow(/not found/);
    });
  });

  it('are each found below the endpoint by name, and only by agents of their tenants', async () => {
    const at = async (name: string, key: string) => {
      const response = await fetch(`${await gateway.getUrl()}/mcp/${name}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'initialize',
          params: {
            protocolVersion: '2025-11-25',
            capabilities: {},
            clientInfo: { name: 'test', version: '1' },
          },
        }),
      });
      return { status: response.status, isSession: response.headers.has('mcp-session-id') };
    };
    expect(await at('notes', 'key-of-globex')).toEqual({ status: 200, isSession: true });
    expect(await at('tools', 'key-of-acme')).toEqual({ status: 200, isSession: true });
    expect(await at('tools', 'key-of-globex')).toMatchObject({ status: 404 });
    expect(await at('other', 'key-of-acme')).toMatchObject({ status: 404 });
    // Nothing answers its "initialize", so there is no session.
    expect(await at('gone', 'key-of-acme')).toEqual({ status: 200, isSession: false });
  });
});
