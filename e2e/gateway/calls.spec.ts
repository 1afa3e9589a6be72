import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import {
  collectEvents,
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
  type ModernClient,
} from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

const AGENT_KEYS = [
  { tenantId: 'acme', key: 'key-of-acme' },
  { tenantId: 'acme', key: 'restricted-key', allow: ['add', 'hold'] },
];
/** The time of a call, which the test lets pass: an hour, so that no machine is slower. No other timer has it. */
const TIMEOUT_MS = 3_600_001;

describe('a call through the gateway', () => {
  let upstream: INestApplication;
  let gateway: INestApplication;
  let tools: ScriptedTools;
  let keys = 0;

  beforeAll(async () => {
    upstream = await createCrowsnestTestingApp({ providers: [ScriptedTools] });
    tools = upstream.get(ScriptedTools);
    const url = `${await upstream.getUrl()}/mcp`;
    const upstreams = { scripted: { url }, hasty: { url, timeoutMs: TIMEOUT_MS } };
    gateway = await createCrowsnestTestingApp({ options: { upstreams, mcp: { agentKeys: AGENT_KEYS } } });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  describe.each([
    ['legacy', connectLegacyClient],
    ['modern', connectModernClient],
  ] as const)('of an agent of the %s era', (era, connect) => {
    const clients: ModernClient[] = [];
    const clientAt = async (name: string, key = 'key-of-acme'): Promise<ModernClient> => {
      const origin = await gateway.getUrl();
      const client = (await connect(`${origin}/mcp/${name}`, { key })) as unknown as ModernClient;
      clients.push(client);
      return client;
    };
    /** The older client takes a schema before the options. */
    const callWith = (
      client: ModernClient,
      name: string,
      args: object,
      options: object,
    ): Promise<unknown> => {
      const call = client.callTool.bind(client) as (...all: unknown[]) => Promise<unknown>;
      const params = { name, arguments: args };
      return era === 'legacy' ? call(params, undefined, options) : call(params, options);
    };
    const newKey = (): string => `call-${(keys += 1)}`;
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.close();
    });

    it('is cancelled at the server when the agent cancels it', async () => {
      const client = await clientAt('scripted');
      const record = collectEvents(gateway);
      const key = newKey();
      const giving = new AbortController();
      const call = callWith(client, 'hold', { key }, { signal: giving.signal });
      const { aborted } = await tools.held(key);
      giving.abort('No longer needed');
      await expect(call).rejects.toThrow(/No longer needed|abort/i);
      await aborted;
      expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ kind: 'cancelled' });
    });

    it('is cancelled at the server when an admin cancels it, and answered', async () => {
      const client = await clientAt('scripted');
      const record = collectEvents(gateway);
      const key = newKey();
      const call = client.callTool({ name: 'hold', arguments: { key } });
      const { aborted } = await tools.held(key);
      const { data } = await awaitEvent(record, 'tool:start');
      await fetch(`${await gateway.getUrl()}/calls/${data.callId}/cancel`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      });
      expect(await call).toMatchObject({ isError: true });
      await aborted;
    });

    it('ends when the server has not answered in the time that it has', async () => {
      const client = await clientAt('hasty');
      const record = collectEvents(gateway);
      const key = newKey();
      const timers = jest.spyOn(globalThis, 'setTimeout');
      const call = client.callTool({ name: 'hold', arguments: { key } });
      const { aborted } = await tools.held(key);
      const [timeIsOver] = timers.mock.calls.find(([, ms]) => ms === TIMEOUT_MS) ?? [];
      timers.mockRestore();
      timeIsOver?.();
      await expect(call).rejects.toMatchObject({ data: { upstream: 'hasty', fault: 'TIMEOUT' } });
      await aborted;
      expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({
        kind: 'timeout',
        upstream: 'hasty',
      });
    });

    it('tells of its progress', async () => {
      const client = await clientAt('scripted');
      const record = collectEvents(gateway);
      const steps: number[] = [];
      const options = { onprogress: ({ progress }: { progress: number }) => steps.push(progress) };
      await callWith(client, 'count', { to: 3 }, options);
      expect(steps).toEqual([1, 2, 3]);
      expect((await awaitEvent(record, 'tool:progress')).data).toMatchObject({ tool: 'count', total: 3 });
    });

    it('is refused for a tool that the agent may not use, and the tool is not listed', async () => {
      const client = await clientAt('scripted', 'restricted-key');
      const { tools: listed } = await client.listTools();
      expect(listed.map(({ name }) => name).toSorted()).toEqual(['add', 'hold']);
      await expect(client.callTool({ name: 'throw', arguments: {} })).rejects.toMatchObject({
        code: -32_602,
      });
      expect(await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } })).toMatchObject({
        structuredContent: { sum: 3 },
      });
    });
  });

  it('counts as one of an unknown tool once the list is known', async () => {
    const client = await connectLegacyClient(`${await gateway.getUrl()}/mcp/scripted`, {
      key: 'key-of-acme',
    });
    await client.listTools();
    const record = collectEvents(gateway);
    await client.callTool({ name: 'nonesuch', arguments: {} }).catch(() => undefined);
    expect((await awaitEvent(record, 'tool:start')).data).toMatchObject({ tool: 'nonesuch', offered: false });
    await client.close();
    await waitUntil(() => record.events.length >= 2, { reason: 'the call has ended' });
  });
});
