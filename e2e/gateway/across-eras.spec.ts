import { createRequire } from 'node:module';
import type { INestApplication } from '@nestjs/common';
import {
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { EventLog } from '#events';
import {
  collectEvents,
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
  type LegacyClient,
  type ModernClient,
} from '#testing';
import { ResourceRegistry, ToolRegistry } from '#tools';
import { awaitEvent } from '../support/environment/await-event.ts';
import { ANSWERING } from '../support/agents/answering-agents.ts';
import { ERAS } from '../support/agents/either-era.ts';
import { LISTENERS } from '../support/agents/resource-listeners.ts';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { AskingTools } from '../support/handlers/asking-tools.ts';
import { Offer } from '../support/handlers/changing-offer.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';

const OTHER = { legacy: 'modern', modern: 'legacy' } as const;

/** The members that results have in both eras. */
const shared = ({
  ttlMs: _ttl,
  cacheScope: _scope,
  resultType: _type,
  _meta,
  ...result
}: Record<string, unknown>) => result;

describe.each(ERAS)('an agent of the $era era before an upstream of the other one', ({ era, connect }) => {
  let upstream: INestApplication;
  let gateway: INestApplication;

  beforeAll(async () => {
    upstream = await createCrowsnestTestingApp({ providers: [Offer, AskingTools, ScriptedTools] });
    const url = `${await upstream.getUrl()}/mcp`;
    const upstreams = { notes: { url, era: OTHER[era] } };
    gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  const connectClient = async (to: INestApplication): Promise<ModernClient> =>
    (era === 'legacy' ? connectLegacyClient(to) : connectModernClient(to)) as Promise<ModernClient>;

  it('gets lists, contents, prompts and completions as without Crowsnest', async () => {
    const [direct, through] = [await connectClient(upstream), await connectClient(gateway)];
    const ask = async (client: ModernClient) => [
      await client.listTools(),
      await client.listPrompts(),
      await client.listResources(),
      await client.listResourceTemplates(),
      await client.readResource({ uri: 'docs://readme' }),
      await client.getPrompt({ name: 'plan', arguments: { city: 'Oslo' } }),
      await client.complete({
        ref: { type: 'ref/prompt', name: 'plan' },
        argument: { name: 'city', value: 'O' },
      }),
    ];
    expect((await ask(through)).map(shared)).toEqual((await ask(direct)).map(shared));
    expect(through.getServerVersion()).toEqual(direct.getServerVersion());
    expect(through.getServerCapabilities()).toEqual(direct.getServerCapabilities());
  });

  it('gets results, failures and errors of calls', async () => {
    const agent = await connect(gateway);
    expect(await agent.call('add', { a: 1, b: 2 })).toMatchObject({ structuredContent: { sum: 3 } });
    expect(await agent.call('decline')).toMatchObject({ isError: true });
    await expect(agent.call('no-such-tool')).rejects.toMatchObject({ code: -32_602 });
  });

  it('gets the steps of its calls in order', async () => {
    const agent = await connect(gateway);
    const steps: number[] = [];
    const onprogress = ({ progress }: { progress: number }): void => void steps.push(progress);
    const counted = await Promise.all([
      agent.call('count', { to: 3 }, { onprogress }),
      agent.call('count', { to: 3 }),
    ]);
    expect(counted.map(({ content }) => content)).toMatchObject([
      [{ text: 'counted to 3' }],
      [{ text: 'counted to 3' }],
    ]);
    expect(steps).toEqual([1, 2, 3]);
  });

  it('cancels a call of the upstream', async () => {
    const agent = await connect(gateway);
    const stop = new AbortController();
    const call = agent.call('hold', { key: `of-${era}` }, { signal: stop.signal });
    const { aborted } = await upstream.get(ScriptedTools).held(`of-${era}`);
    stop.abort();
    await expect(call).rejects.toThrow('abort');
    await aborted;
  });

  it('answers the questions of the upstream', async () => {
    const { connect: connectAnswering } = ANSWERING.find((one) => one.era === era)!;
    const origin = await gateway.getUrl();
    const names = new Map([
      ['First name?', 'Ann'],
      ['Last name?', 'Smith'],
    ]);
    const agent = await connectAnswering(origin, (message) => ({
      action: 'accept',
      content: { name: names.get(message) ?? 'Bob' },
    }));
    expect(await agent.call('greet', { greeting: 'Hello' })).toBe('Hello, Bob');
    expect(await agent.call('interview')).toBe('Ann Smith');
    expect(await agent.call('everything')).toBe('42; file:///work; accept');
    expect(await agent.prompt('letter')).toBe('Write to Bob');
    await agent.close();
  });

  it('hears of changed lists', async () => {
    const client = await connectClient(gateway);
    let heard = 0;
    const hear = (): void => void (heard += 1);
    if (era === 'legacy')
      (client as unknown as LegacyClient).setNotificationHandler(ToolListChangedNotificationSchema, hear);
    else {
      client.setNotificationHandler('notifications/tools/list_changed', hear);
      await client.listen({ toolsListChanged: true });
    }
    // The stream of a session opens after its answer.
    let changes = 0;
    await waitUntil(
      async () => {
        changes += 1;
        const name = `new-${era}-${changes}`;
        upstream.get(ToolRegistry).register({ options: { name }, handle: async () => 'new' }, 'test');
        return heard > 0;
      },
      { reason: 'the agent hears of the list' },
    );
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain(`new-${era}-1`);
  });

  it('hears of the resources that it has subscribed to', async () => {
    const { listen } = LISTENERS.find((one) => one.era === era)!;
    const agent = await listen(gateway, 'listener');
    await agent.subscribe('docs://readme');
    await waitUntil(
      async () => {
        upstream.get(ResourceRegistry).notifyUpdated('docs://readme');
        return agent.heard.length > 0;
      },
      { reason: 'the agent hears of the resource' },
    );
    expect(new Set(agent.heard)).toEqual(new Set(['docs://readme']));
  });

  it('gets the log messages that it wants', async () => {
    const client = await connectClient(gateway);
    const heard: unknown[] = [];
    if (era === 'legacy') {
      const older = client as unknown as LegacyClient;
      older.setNotificationHandler(
        LoggingMessageNotificationSchema,
        ({ params }) => void heard.push(params.data),
      );
      await older.setLoggingLevel('warning');
      await older.callTool({ name: 'chat' });
    } else {
      client.setNotificationHandler('notifications/message', ({ params }) => void heard.push(params.data));
      const _meta = { 'io.modelcontextprotocol/logLevel': 'warning' };
      await client.callTool({ name: 'chat', _meta });
    }
    await waitUntil(() => heard.length > 0, { reason: 'a log message arrives' });
    expect(heard).toEqual([{ what: 'loudly' }]);
  });

  it('has its calls told of once, with the name of the upstream', async () => {
    // Calls of earlier tests are told of before.
    await gateway.get(EventLog).flush();
    const record = collectEvents(gateway);
    const agent = await connect(gateway);
    await agent.call('add', { a: 1, b: 1 });
    // The end of a call of an earlier test may be committed only now.
    const { data } = await awaitEvent(
      record,
      (event) => event.type === 'tool:done' && event.data.tool === 'add',
    );
    expect(data).toMatchObject({ upstream: 'notes' });
    expect(record.all('tool:start').filter((event) => event.data.tool === 'add')).toHaveLength(1);
  });
});

describe('a question of an older upstream to an agent of revision 2026-07-28', () => {
  it('is answered only with the state that came with it', async () => {
    const upstream = await createCrowsnestTestingApp({ providers: [AskingTools] });
    const upstreams = { notes: { url: `${await upstream.getUrl()}/mcp`, era: 'legacy' as const } };
    const gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
    const origin = await gateway.getUrl();
    const params = {
      name: 'greet',
      arguments: { greeting: 'Hello' },
      _meta: { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } },
    };
    const call = async (more: object) =>
      (await sendModern(origin, 'tools/call', { ...params, ...more })).body;
    const asked = (await call({}))?.result as { inputRequests: object; requestState: string };
    const inputResponses = Object.fromEntries(
      Object.keys(asked.inputRequests).map((key) => [key, { action: 'accept', content: { name: 'Ann' } }]),
    );
    const forged = await call({ inputResponses, requestState: `${asked.requestState.slice(0, -2)}xx` });
    expect(forged?.error).toMatchObject({ code: -32_602, message: expect.stringContaining('requestState') });
    const answered = await call({ inputResponses, requestState: asked.requestState });
    expect(answered?.result).toMatchObject({ content: [{ text: 'Hello, Ann' }] });
    const again = await call({ inputResponses, requestState: asked.requestState });
    expect(again?.error).toMatchObject({ code: -32_602 });
    await gateway.close();
    await upstream.close();
  });
});

describe('the era of an upstream that the configuration leaves open', () => {
  it('is found out for a process that speaks only the older one', async () => {
    const upstreams = {
      everything: {
        command: process.execPath,
        args: [
          createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js'),
        ],
      },
    };
    const gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
    for (const { connect } of ERAS) {
      const agent = await connect(gateway);
      const { content } = await agent.call('echo', { message: 'Hello' });
      expect(content).toMatchObject([{ text: 'Echo: Hello' }]);
      await agent.close();
    }
    await gateway.close();
  });

  it('is that of each agent where the upstream speaks both over HTTP', async () => {
    const upstream = await createCrowsnestTestingApp({ providers: [ScriptedTools] });
    const upstreams = { notes: { url: `${await upstream.getUrl()}/mcp` } };
    const gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
    for (const { connect, origin } of ERAS) {
      const record = collectEvents(upstream);
      const agent = await connect(gateway, { name: `of-${origin}` });
      await agent.call('add', { a: 1, b: 1 });
      await awaitEvent(record, 'tool:done');
      const opened = record.all('session:open').map(({ data }) => [data.client.name, data.origin]);
      expect(opened).toContainEqual([`of-${origin}`, origin]);
    }
    await gateway.close();
    await upstream.close();
  });
});
