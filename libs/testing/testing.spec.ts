import { jest } from '@jest/globals';
import { Injectable, Module, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { CrowsnestModule, EventPublisher } from '#crowsnest';
import { Tool } from '#tools';
import { waitUntil } from '../../e2e/support/environment/wait-until.ts';
import {
  awaitEvent,
  collectEvents,
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
  TESTING_ADMIN_TOKEN,
  unpairedCalls,
} from './index.ts';

@Injectable()
class Phrases {
  greeting = 'Hello';
}

@Injectable()
class Greeter {
  constructor(private readonly phrases: Phrases) {}

  @Tool({ name: 'greet', input: z.object({ name: z.string() }) })
  greet({ name }: { name: string }): string {
    if (name === '') throw new Error('Nobody to greet');
    return `${this.phrases.greeting}, ${name}`;
  }
}

@Module({ providers: [Greeter, Phrases] })
class GreetingModule {}

/** The delay after which the client of SDK v1 reconnects. */
const RECONNECT_MS = 1_000;

const greet = (name: string) => ({ name: 'greet', arguments: { name } });

describe('createCrowsnestTestingApp', () => {
  let app: INestApplication;

  afterEach(() => app.close());

  it('serves the tools of imported modules, with the providers that the suite overrides', async () => {
    app = await createCrowsnestTestingApp({
      imports: [GreetingModule],
      override: (builder) => builder.overrideProvider(Phrases).useValue({ greeting: 'Ahoy' }),
    });
    const client = await connectModernClient(app);
    expect(await client.callTool(greet('Ann'))).toMatchObject({ content: [{ text: 'Ahoy, Ann' }] });
  });

  it('accepts options for the modules, and the token of its admin', async () => {
    const mcp = { agentKeys: [{ tenantId: 'acme', key: 'a-key' }] };
    app = await createCrowsnestTestingApp({ imports: [GreetingModule], options: { mcp } });
    await expect(connectLegacyClient(app)).rejects.toThrow('Unauthorized');
    const events = collectEvents(app);
    await connectLegacyClient(app, { key: 'a-key', name: 'keyed' });
    const open = await awaitEvent(events, 'session:open');
    expect(open).toMatchObject({ tenantId: 'acme', data: { client: { name: 'keyed' } } });
    const headers = { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` };
    const stats = await fetch(`${await app.getUrl()}/stats`, { headers });
    expect(await stats.json()).toMatchObject({ activeSessions: 1 });
  });
});

describe('the events of a testing application', () => {
  let app: INestApplication;

  beforeEach(async () => {
    app = await createCrowsnestTestingApp({ imports: [GreetingModule] });
  });

  afterEach(() => app.close());

  it('are collected in order from the start of a collection, and can be selected by type', async () => {
    const client = await connectLegacyClient(app);
    const before = collectEvents(app);
    await client.callTool(greet('Ann'));
    await before.settled();
    const events = collectEvents(app);
    await client.callTool(greet(''));
    await events.settled();
    expect(before.events.map(({ type }) => type)).toEqual([
      'tool:start',
      'tool:done',
      'tool:start',
      'tool:error',
    ]);
    expect(events.events).toEqual(before.events.slice(2));
    expect(events.all('tool:error').map(({ data }) => data.error)).toEqual(['Nobody to greet']);
    expect(unpairedCalls(events.events)).toEqual([]);
    expect(unpairedCalls(events.events.slice(1))).toHaveLength(1);
    expect(unpairedCalls(events.events.slice(0, 1))).toHaveLength(1);
  });

  it('are collected without those that were published before, and are still to be committed', async () => {
    const publish = (tool: string) =>
      app.get(EventPublisher).publish({
        type: 'tool:start',
        sessionId: 's',
        tenantId: 'default',
        data: { callId: tool, tool, argumentBytes: 2 },
      });
    publish('earlier');
    const events = collectEvents(app);
    const awaited = awaitEvent(app, 'tool:start');
    publish('later');
    expect((await awaited).data.tool).toBe('later');
    await events.settled();
    expect(events.all('tool:start').map(({ data }) => data.tool)).toEqual(['later']);
  });

  it.each([
    ['a type', 'tool:done' as const],
    ['a filter', { types: ['tool:done' as const], tools: ['greet'] }],
    ['a function', ({ type }: { type: string }) => type === 'tool:done'],
  ])('are selected by %s', async (_by, selection) => {
    const events = collectEvents(app, selection);
    const awaited = awaitEvent(app, selection);
    const client = await connectModernClient(app);
    await client.callTool(greet('Ann'));
    const { id } = await awaited;
    expect(events.events.map(({ id, type }) => ({ id, type }))).toEqual([{ id, type: 'tool:done' }]);
  });

  it('are no longer collected once the collection has stopped', async () => {
    const [stopped, going] = [collectEvents(app), collectEvents(app)];
    stopped.stop();
    await connectLegacyClient(app);
    await going.settled();
    expect(going.events).toHaveLength(1);
    expect(stopped.events).toEqual([]);
  });

  it('are awaited by type and condition, even after they came when a collection holds them', async () => {
    const client = await connectLegacyClient(app);
    const events = collectEvents(app);
    const second = awaitEvent(app, 'tool:error', { where: ({ data }) => data.kind === 'protocol' });
    await client.callTool(greet(''));
    await expect(client.callTool({ name: 'nonesuch' })).rejects.toThrow('nonesuch');
    expect((await second).data).toMatchObject({ tool: 'nonesuch' });
    await events.settled();
    const first = await awaitEvent(events, 'tool:error', { timeoutMs: 0 });
    expect(first.data).toMatchObject({ tool: 'greet', kind: 'thrown' });
  });

  it('fail the wait when they never come, with a list of the events that came instead', async () => {
    const client = await connectLegacyClient(app);
    const events = collectEvents(app);
    await client.callTool(greet('Ann'));
    await events.settled();
    await expect(awaitEvent(events, 'tool:error', { timeoutMs: 1 })).rejects.toThrow(
      /^No tool:error came within 1 ms. What came:\n {2}\d+ tool:start .*greet.*\n {2}\d+ tool:done .*$/,
    );
    await expect(awaitEvent(app, () => false, { timeoutMs: 1 })).rejects.toThrow('none at all');
    for (let calls = 0; calls < 25; calls += 1) await client.callTool(greet('Ann'));
    await events.settled();
    await expect(awaitEvent(events, 'tool:error', { timeoutMs: 1 })).rejects.toThrow('… 2 others, and then:');
  });

  it('are named in the failure of a wait that began after they came', async () => {
    const client = await connectLegacyClient(app);
    const events = collectEvents(app);
    await client.callTool(greet('Ann'));
    const { id } = await awaitEvent(events, 'tool:done');
    await expect(awaitEvent(app, 'tool:done', { timeoutMs: 1 })).rejects.toThrow(
      new RegExp(`It came too early:\n {2}${id} tool:done`),
    );
  });
});

describe('a Crowsnest application under test', () => {
  it('ends its collections and clients, and rejects every wait for an event, when it closes', async () => {
    const app = await createCrowsnestTestingApp({ imports: [GreetingModule] });
    const events = collectEvents(app);
    const clients = [await connectLegacyClient(app), await connectModernClient(app)];
    const closed = Promise.all(
      clients.map((client) => new Promise<void>((resolve) => (client.onclose = resolve))),
    );
    const waiting = awaitEvent(app, 'tool:done');
    const outcome = waiting.catch((error: unknown) => error);
    await Promise.all([app.close(), closed]);
    expect(String(await outcome)).toContain('No tool:done came before the collection stopped');
    expect(events.all('session:close')).toMatchObject([{ data: { reason: 'shutdown' } }]);
    await expect(awaitEvent(events, 'tool:done')).rejects.toThrow('before the collection stopped');
  });

  it('leaves no timer of a client that keeps the process alive, even after failed requests', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const app = await createCrowsnestTestingApp({ imports: [GreetingModule] });
    const client = await connectLegacyClient(app);
    for (const name of ['unknown', 'nobody'])
      await expect(client.callTool({ name, arguments: {} })).rejects.toThrow('not found');
    const planned = (): NodeJS.Timeout[] =>
      timers.mock.calls.flatMap(([, delay], call) => {
        const timer = timers.mock.results[call]?.value as NodeJS.Timeout;
        return delay === RECONNECT_MS ? [timer] : [];
      });
    await waitUntil(() => planned().length === 2, { reason: 'the client has scheduled two reconnections' });
    expect(planned().filter((timer) => timer.hasRef())).toEqual([]);
    timers.mockRestore();
    await app.close();
  });

  it('works with the helpers even if createCrowsnestTestingApp did not make it', async () => {
    const crowsnest = CrowsnestModule.forRoot({
      events: { log: 'memory:' },
      sessions: { protocolIdleMs: 60_000, derivedIdleMs: 60_000 },
      mcp: { serverInfo: { name: 'own', version: '1.0.0' } },
      access: { host: '127.0.0.1' },
      signIn: { tokens: [], dataDirectory: null },
    });
    const module = await Test.createTestingModule({ imports: [crowsnest, GreetingModule] }).compile();
    const app = module.createNestApplication({ forceCloseConnections: true, logger: ['fatal'] });
    await app.listen(0, '127.0.0.1');
    const events = collectEvents(app);
    const client = await connectLegacyClient(app);
    await client.callTool(greet('Ann'));
    expect(await awaitEvent(events, 'tool:done')).toMatchObject({ sessionId: client.transport.sessionId });
    await app.close();
  });
});
