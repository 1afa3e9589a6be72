import type { INestApplication } from '@nestjs/common';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import {
  collectEvents,
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
  type LegacyClient,
} from '#testing';
import { SessionRegistry } from '#sessions';
import { ResourceRegistry, ToolRegistry } from '#tools';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { AskingTools } from '../../support/handlers/asking-tools.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { isRunning, stdioFaultServer } from '../../support/fault-server/fault-server.ts';
import { Offer } from '../../support/handlers/changing-offer.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';

const AGENT_KEYS = [
  { tenantId: 'acme', key: 'first-key-of-acme' },
  { tenantId: 'acme', key: 'other-key-of-acme' },
  { tenantId: 'globex', key: 'key-of-globex' },
];

describe('agents that share a session of an upstream', () => {
  const apps: INestApplication[] = [];
  let upstream: INestApplication;
  let gateway: INestApplication;

  const start = async (setup: Parameters<typeof createCrowsnestTestingApp>[0]): Promise<INestApplication> => {
    const app = await createCrowsnestTestingApp(setup);
    apps.unshift(app);
    return app;
  };
  const startGateway = async (options: object): Promise<void> => {
    const upstreams = { common: { ...options, shared: true } as never };
    gateway = await start({ options: { standalone: true, upstreams, mcp: { agentKeys: AGENT_KEYS } } });
  };
  const overHttp = async (): Promise<void> => {
    upstream = await start({ providers: [Offer, ScriptedTools, AskingTools] });
    await startGateway({ url: `${await upstream.getUrl()}/mcp`, era: 'legacy' });
  };
  const overStdio = () => startGateway({ ...stdioFaultServer(), era: 'legacy' });
  const connect = (key: string) => connectLegacyClient(gateway, { key });
  const connectBoth = () => Promise.all([connect('first-key-of-acme'), connect('other-key-of-acme')]);
  const call = async (client: LegacyClient, name: string, args: Record<string, unknown> = {}) => {
    const { content } = await client.callTool({ name, arguments: args });
    return (content as { text: string }[])[0]?.text;
  };

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('of one tenant use one process, and those of another tenant another one', async () => {
    await overStdio();
    const [first, second] = await connectBoth();
    const pids = await Promise.all([first, second].map((client) => call(client, 'pid')));
    expect(new Set(pids).size).toBe(1);
    expect(await call(await connect('key-of-globex'), 'pid')).not.toBe(pids[0]);
    await first.transport.terminateSession();
    expect(await call(second, 'pid')).toBe(pids[0]);
    await second.transport.terminateSession();
    expect(isRunning(Number(pids[0]))).toBe(true);
  });

  it('of both eras use one session of it', async () => {
    await overHttp();
    const [first, second] = await connectBoth();
    await first.listTools();
    await second.listTools();
    expect(upstream.get(SessionRegistry).countOpen('default', 'protocol')).toBe(1);
    const modern = await connectModernClient(gateway, { key: 'first-key-of-acme' });
    expect(await modern.callTool({ name: 'add', arguments: { a: 1, b: 2 } })).toMatchObject({
      structuredContent: { sum: 3 },
    });
    expect(upstream.get(SessionRegistry).countOpen('default', 'protocol')).toBe(1);
  });

  describe.each([
    ['stdio', overStdio, { progress: 'progress', args: { steps: 3 }, hold: 'hang', echo: 'echo' }],
    ['HTTP', overHttp, { progress: 'count', args: { to: 3 }, hold: 'hold', echo: 'whoami' }],
  ] as const)('over %s', (_transport, startBoth, tools) => {
    it('get the steps of their own calls, although their requests have the same ids', async () => {
      await startBoth();
      const clients = await connectBoth();
      const steps = await Promise.all(
        clients.map(async (client) => {
          const seen: number[] = [];
          const onprogress = ({ progress }: { progress: number }): void => void seen.push(progress);
          await client.callTool({ name: tools.progress, arguments: tools.args }, undefined, { onprogress });
          return seen;
        }),
      );
      expect(steps).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    });

    it('cancel their own calls alone', async () => {
      await startBoth();
      const record = collectEvents(gateway);
      const [first, second] = await connectBoth();
      const leave = new AbortController();
      const args = { key: 'held' };
      const options = { signal: leave.signal };
      const cancelled = first.callTool({ name: tools.hold, arguments: args }, undefined, options);
      const others = second.callTool({ name: tools.hold, arguments: { key: 'other' } });
      await waitUntil(() => record.all('tool:start').length === 2, { reason: 'both calls run' });
      leave.abort();
      await expect(cancelled).rejects.toThrow('abort');
      expect(await awaitEvent(record, 'tool:error')).toMatchObject({ data: { kind: 'cancelled' } });
      await call(second, tools.echo);
      expect(record.all('tool:error')).toHaveLength(1);
      others.catch(() => undefined);
    });
  });

  it('hear of the resources that each of them has subscribed to, and all of changed lists', async () => {
    await overHttp();
    const clients = await connectBoth();
    const heard = clients.map((client) => {
      const of: string[] = [];
      client.setNotificationHandler(
        ResourceUpdatedNotificationSchema,
        ({ params }) => void of.push(params.uri),
      );
      client.fallbackNotificationHandler = async ({ method }) => void of.push(method);
      return of;
    });
    await clients[0].subscribeResource({ uri: 'docs://readme' });
    await clients[1].subscribeResource({ uri: 'docs://logo' });
    const tool = (name: string): void =>
      upstream.get(ToolRegistry).register({ options: { name }, handle: async () => 'new' }, 'test');
    let tools = 0;
    await waitUntil(
      () => {
        tool(`new-${(tools += 1)}`);
        for (const uri of ['docs://readme', 'docs://logo']) upstream.get(ResourceRegistry).notifyUpdated(uri);
        return heard.every((of) => new Set(of).size === 2);
      },
      { reason: 'both have heard of both', seen: () => heard },
    );
    const changed = 'notifications/tools/list_changed';
    expect(heard.map((of) => new Set(of))).toEqual([
      new Set(['docs://readme', changed]),
      new Set(['docs://logo', changed]),
    ]);
  });

  it('are not asked for input, because the upstream knows from the beginning that nobody can be asked', async () => {
    await overHttp();
    const [first] = await connectBoth();
    const answer = await first.callTool({ name: 'greet', arguments: { greeting: 'Hello' } });
    expect(answer).toMatchObject({
      isError: true,
      content: [{ text: 'Client does not support form elicitation.' }],
    });
  });

  it('cannot pass credentials of their own', async () => {
    const options = { url: 'http://127.0.0.1:1/mcp', auth: 'passthrough' };
    await expect(startGateway(options)).rejects.toThrow('no credentials of single agents can go up');
  });
});
