import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { SUBSCRIPTION_ID_META_KEY, type JSONRPCMessage } from '@modelcontextprotocol/server';
import { RawMessage, type Era } from '#tools';
import { waitUntil } from '../../../e2e/support/environment/wait-until.ts';
import { CallStates } from '../bridge/newer-agent/call-states.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkListener, LinkOwner, UpstreamLink, UpstreamTransport } from '../link/upstream-link.ts';
import { ProcessLimits } from './process-limits.ts';
import { Upstream } from './upstream.ts';

const OWNER = { tenantId: 'default', principalId: 'agent' };
const INITIALIZED = { protocolVersion: '2025-11-25', capabilities: { tools: { listChanged: true } } };
const TOOLS_CHANGED = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' };

interface Sent {
  id?: number | string;
  method?: string;
  params?: Record<string, unknown>;
}

/** A process or session that the test plays. */
class Played implements UpstreamLink {
  readonly sent: Sent[] = [];
  isClosed = false;
  /** Why it takes no message. */
  unread: UpstreamFault | undefined;
  constructor(
    private readonly transport: PlayedTransport,
    readonly listener: LinkListener,
  ) {}

  async send({ message }: RawMessage): Promise<void> {
    const refusal = this.unread ?? this.transport.refusal;
    if (refusal) throw refusal;
    this.sent.push(message as Sent);
    const { id, method } = message as Sent;
    if (id !== undefined && method !== undefined && this.transport.answers.has(method))
      this.answer(id, method === 'initialize' ? this.transport.initialized : { method });
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  answer(id: number | string, result: object): void {
    void this.listener.message(RawMessage.of({ jsonrpc: '2.0', id, result } as JSONRPCMessage));
  }

  get methods(): (string | undefined)[] {
    return this.sent.map(({ method }) => method);
  }

  idOf(method: string): number | string {
    return this.sent.findLast((message) => message.method === method)?.id ?? '';
  }
}

class PlayedTransport implements UpstreamTransport {
  kind: UpstreamTransport['kind'] = 'stdio';
  readonly target = 'played';
  readonly links: Played[] = [];
  answers = new Set(['initialize', 'tools/list', 'logging/setLevel', 'resources/subscribe']);
  /** The result of `initialize`. */
  initialized: object = INITIALIZED;
  /** Why no link is opened. */
  fault: UpstreamFault | undefined;
  /** Why every message is refused. */
  refusal: UpstreamFault | undefined;
  hold: Promise<void> | undefined;
  useCredentials = (): void => undefined;

  async open(_era: Era, _owner: unknown, listener: LinkListener): Promise<UpstreamLink> {
    await this.hold;
    if (this.fault) throw this.fault;
    const link = new Played(this, listener);
    this.links.push(link);
    return link;
  }

  get last(): Played {
    const link = this.links.at(-1);
    if (!link) throw new Error('Nothing was opened');
    return link;
  }
}

const exited = (): UpstreamFault =>
  new UpstreamFault('EXITED', 'It has ended (exit code 7).', { exitCode: 7, wasSent: true });

describe('Upstream', () => {
  let transport: PlayedTransport;
  let told: string[];
  let ids: number;

  beforeEach(() => {
    transport = new PlayedTransport();
    told = [];
    ids = 0;
  });
  afterEach(async () => {
    // Otherwise it would begin sessions anew in the next test.
    for (const upstream of upstreams.splice(0)) await upstream.close();
    jest.useRealTimers();
  });

  const upstreams: Upstream[] = [];
  const upstreamWith = (given: object = {}): Upstream => {
    const options = { command: 'files', era: 'legacy' as const, ...given };
    const listener = {
      up: () => told.push('up'),
      down: ({ code }: UpstreamFault) => told.push(code),
    };
    const states = new CallStates('files');
    const upstream = new Upstream('files', options, transport, new ProcessLimits(), listener, states);
    upstreams.push(upstream);
    return upstream;
  };

  /** An agent's session: what it sends, and what it gets. */
  const agentOf = async (upstream: Upstream, era: Era = 'legacy', owner: LinkOwner = OWNER) => {
    const got: { method?: string; id?: unknown; result?: unknown; params?: unknown }[] = [];
    const link = await upstream.open(era, owner, {
      message: ({ message }) => void got.push(message),
      closed: () => got.push({ method: 'closed' }),
    });
    const ask = (method: string, params: object = {}): Promise<void> =>
      link.send(RawMessage.of({ jsonrpc: '2.0', id: (ids += 1), method, params } as JSONRPCMessage));
    const tell = (method: string, params: object = {}): Promise<void> =>
      link.send(RawMessage.of({ jsonrpc: '2.0', method, params } as JSONRPCMessage));
    return { got, link, ask, tell };
  };

  const begunBy = async (upstream: Upstream, owner?: LinkOwner) => {
    const agent = await agentOf(upstream, 'legacy', owner);
    await agent.ask('initialize', { protocolVersion: '2025-11-25' });
    await agent.tell('notifications/initialized');
    return agent;
  };

  const stateOf = (upstream: Upstream): string => upstream.view(null).state;

  it('starts nothing before the first request, and one process for a storm of them', async () => {
    const upstream = upstreamWith();
    const agent = await agentOf(upstream);
    expect({ state: stateOf(upstream), links: transport.links.length }).toEqual({ state: 'idle', links: 0 });
    await Promise.all([agent.ask('tools/list'), agent.ask('tools/list'), agent.ask('tools/list')]);
    expect({ state: stateOf(upstream), links: transport.links.length }).toEqual({ state: 'up', links: 1 });
    expect(told).toEqual(['up']);
  });

  it('gives each session a process of its own, which ends with it', async () => {
    const upstream = upstreamWith();
    const agents = [await begunBy(upstream), await begunBy(upstream)];
    expect(upstream.view(null)).toMatchObject({ sessions: 2, eras: ['legacy'] });
    await agents[0]?.link.close();
    expect(transport.links.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(upstream.view(null).sessions).toBe(1);
  });

  it('fails a call whose process ended, and never sends it again', async () => {
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    const call = agent.ask('tools/call', { name: 'die' });
    await setImmediate();
    transport.last.listener.closed(exited());
    await expect(call).rejects.toMatchObject({
      code: 'EXITED',
      wasSent: true,
      message: expect.stringContaining('not sent again'),
    });
    await agent.ask('logging/setLevel');
    expect(transport.last.methods).toEqual(['initialize', 'notifications/initialized', 'logging/setLevel']);
    expect(told).toEqual(['up', 'EXITED', 'up']);
  });

  it('sends calls to the next process that the last one has not read, and no others', async () => {
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    const { last: first } = transport;
    const taken = agent.ask('tools/call', { name: 'die' });
    first.unread = exited().asMetBy({ wasSent: false });
    transport.answers.add('tools/call');
    const unread = [agent.ask('tools/call', { name: 'one' }), agent.ask('tools/call', { name: 'two' })];
    // What was not read is told before the end.
    await setImmediate();
    first.listener.closed(exited());
    await expect(taken).rejects.toMatchObject({ code: 'EXITED', wasSent: true });
    await Promise.all(unread);
    expect(transport.links.map(({ methods }) => methods)).toEqual([
      ['initialize', 'notifications/initialized', 'tools/call'],
      ['initialize', 'notifications/initialized', 'tools/call', 'tools/call'],
    ]);
    expect(told).toEqual(['up', 'EXITED', 'up']);
  });

  it('fails a call whose second process does not read it either', async () => {
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    const { last: first } = transport;
    first.unread = exited().asMetBy({ wasSent: false });
    const call = agent.ask('tools/call', { name: 'one' });
    transport.answers.delete('initialize');
    await setImmediate();
    first.listener.closed(exited());
    await waitUntil(() => transport.links.length === 2, { reason: 'the next process has been started' });
    transport.last.listener.closed(exited());
    await expect(call).rejects.toMatchObject({ code: 'EXITED' });
    expect(transport.links).toHaveLength(2);
  });

  it('tells that a process has ended that took no message, before the agent hears of it and leaves', async () => {
    const early = new UpstreamFault('EXITED_EARLY', 'It ended before it had answered.', { wasSent: true });
    transport.refusal = early.asMetBy({ wasSent: false });
    const agent = await agentOf(upstreamWith());
    const heard = agent.ask('initialize').catch(({ code }: UpstreamFault) => {
      told.push(`the agent: ${code}`);
      return agent.link.close();
    });
    await waitUntil(() => transport.links.length === 1, { reason: 'the process has been started' });
    await setImmediate();
    transport.last.listener.closed(early);
    await heard;
    expect(told).toEqual(['EXITED_EARLY', 'the agent: EXITED_EARLY']);
  });

  it('withdraws its lists when its process ends, until it is started again', async () => {
    jest.useFakeTimers();
    const agent = await begunBy(upstreamWith());
    agent.got.length = 0;
    transport.last.listener.closed(exited());
    expect(agent.got).toEqual([TOOLS_CHANGED]);
    await expect(agent.ask('tools/list')).rejects.toMatchObject({
      code: 'EXITED',
      message: expect.stringContaining('withdrawn for another 1 s'),
    });
    expect(transport.links).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(agent.got).toEqual([TOOLS_CHANGED, TOOLS_CHANGED]);
    await agent.ask('tools/list');
  });

  it('gives its lists back at once when a call has started it', async () => {
    const agent = await begunBy(upstreamWith());
    transport.last.listener.closed(exited());
    transport.answers.add('tools/call');
    await agent.ask('tools/call');
    await agent.ask('tools/list');
    expect(transport.links).toHaveLength(2);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])(
    'tells an agent that sees it with others (%s) of lists whose changes it does not promise to tell',
    async (isOfSeveral, count) => {
      transport.initialized = { protocolVersion: '2025-11-25', capabilities: { tools: {} } };
      const agent = await begunBy(upstreamWith(), { ...OWNER, isOfSeveral });
      agent.got.length = 0;
      transport.last.listener.closed(exited());
      expect(agent.got).toHaveLength(count);
    },
  );

  it('keeps a stream of changes open in revision 2026-07-28 while its process is away', async () => {
    const agent = await agentOf(upstreamWith({ era: 'modern' }), 'modern');
    const listening = agent.ask('subscriptions/listen', { notifications: { toolsListChanged: true } });
    const streamId = ids;
    const acknowledge = async (): Promise<void> => {
      const _meta = { [SUBSCRIPTION_ID_META_KEY]: transport.last.idOf('subscriptions/listen') };
      const params = { notifications: { toolsListChanged: true }, _meta };
      const method = 'notifications/subscriptions/acknowledged';
      await transport.last.listener.message(RawMessage.of({ jsonrpc: '2.0', method, params }));
    };
    await setImmediate();
    await acknowledge();
    transport.last.listener.closed(exited());
    await waitUntil(() => transport.links.at(1)?.sent.length, { reason: 'the stream is opened again' });
    await acknowledge();
    const params = { _meta: { [SUBSCRIPTION_ID_META_KEY]: streamId } };
    expect(transport.links).toHaveLength(2);
    expect(agent.got).toMatchObject([
      { method: 'notifications/subscriptions/acknowledged', params },
      { ...TOOLS_CHANGED, params },
      { ...TOOLS_CHANGED, params },
    ]);
    await agent.link.close();
    await listening;
  });

  it('begins the session anew by itself after a while, with its settings, and tells that lists may have changed', async () => {
    jest.useFakeTimers();
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    await agent.ask('logging/setLevel', { level: 'debug' });
    await agent.ask('resources/subscribe', { uri: 'file:///a' });
    agent.got.length = 0;
    transport.last.listener.closed(exited());
    expect(stateOf(upstream)).toBe('waiting');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(transport.links).toHaveLength(2);
    expect(transport.last.methods).toEqual([
      'initialize',
      'notifications/initialized',
      'logging/setLevel',
      'resources/subscribe',
    ]);
    expect(agent.got).toEqual([TOOLS_CHANGED, TOOLS_CHANGED]);
    expect({ state: stateOf(upstream), restarts: upstream.view(null).restarts }).toEqual({
      state: 'up',
      restarts: 1,
    });
  });

  it('withdraws a question of a process that has ended, and does not pass its answer on', async () => {
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    void transport.last.listener.message(RawMessage.of({ jsonrpc: '2.0', id: 5, method: 'roots/list' }));
    transport.last.listener.closed(exited());
    expect(agent.got.at(-2)).toMatchObject({ method: 'notifications/cancelled', params: { requestId: 5 } });
    await agent.ask('logging/setLevel');
    await agent.link.send(RawMessage.of({ jsonrpc: '2.0', id: 5, result: { roots: [] } }));
    expect(transport.last.sent.at(-1)).toMatchObject({ method: 'logging/setLevel' });
  });

  it('drops second answers and answers to nothing', async () => {
    const agent = await begunBy(upstreamWith());
    await agent.ask('tools/list');
    const { length } = agent.got;
    transport.last.answer(ids, {});
    transport.last.answer(987_654, {});
    expect(agent.got).toHaveLength(length);
  });

  it('parks a process that ends again and again, until an admin restarts it', async () => {
    jest.useFakeTimers();
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    transport.fault = new UpstreamFault('EXITED_EARLY', 'It ended.', { exitCode: 1 });
    transport.last.listener.closed(exited());
    await jest.advanceTimersByTimeAsync(600_000);
    expect(stateOf(upstream)).toBe('parked');
    expect(told).toEqual(['up', 'EXITED', 'EXITED_EARLY', 'PARKED']);
    await expect(agent.ask('tools/list')).rejects.toMatchObject({ code: 'PARKED' });
    transport.fault = undefined;
    await upstream.restart();
    await agent.ask('tools/list');
    expect(stateOf(upstream)).toBe('up');
  });

  it('does not park an upstream that cannot be reached, and tells once that it fails', async () => {
    jest.useFakeTimers();
    const upstream = upstreamWith();
    await begunBy(upstream);
    transport.fault = new UpstreamFault('UNREACHABLE', 'It refuses connections.');
    transport.last.listener.closed(exited());
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(stateOf(upstream)).toBe('waiting');
    expect(told).toEqual(['up', 'EXITED', 'UNREACHABLE']);
    transport.fault = undefined;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(stateOf(upstream)).toBe('up');
  });

  it('over HTTP waits while it refuses every attempt, and has been restarted once when it answers', async () => {
    transport.kind = 'http';
    const upstream = upstreamWith({ command: undefined, url: 'http://127.0.0.1:1/mcp' });
    const agent = await agentOf(upstream);
    const refusal = new UpstreamFault('HTTP_ERROR', 'It answered with 503.');
    const begin = () => agent.ask('initialize', { protocolVersion: '2025-11-25' });
    transport.refusal = refusal;
    await expect(begin()).rejects.toBe(refusal);
    await expect(begin()).rejects.toBe(refusal);
    expect(upstream.view(null)).toMatchObject({ state: 'waiting', restarts: 0 });
    transport.refusal = undefined;
    await begin();
    expect(upstream.view(null)).toMatchObject({ state: 'up', restarts: 1 });
  });

  it('fails what is in flight when an admin restarts it, and begins sessions anew', async () => {
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    const call = agent.ask('tools/call', { name: 'long' });
    const restarted = upstream.restart();
    await expect(call).rejects.toMatchObject({
      code: 'RESTARTED',
      message: expect.stringContaining('it was not sent again'),
    });
    await restarted;
    expect(transport.links.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(transport.last.methods).toEqual(['initialize', 'notifications/initialized']);
  });

  it('waits no longer for the next attempt because many sessions have noticed the same fault', () => {
    const upstream = upstreamWith();
    for (let session = 0; session < 100; session += 1)
      upstream.failed(new UpstreamFault('UNREACHABLE', 'It refuses connections.'));
    expect(upstream.retryMs).toBeLessThanOrEqual(1_000);
  });

  it('tries nothing after its credentials were refused', async () => {
    const upstream = upstreamWith();
    const agent = await agentOf(upstream);
    transport.fault = new UpstreamFault('UNAUTHORIZED', 'It answers 401.');
    await expect(agent.ask('initialize')).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    transport.fault = undefined;
    await expect(agent.ask('initialize')).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect({ state: stateOf(upstream), links: transport.links.length }).toEqual({
      state: 'refused',
      links: 0,
    });
  });

  it('is tried again with other credentials once these were refused, and only then', async () => {
    const upstream = upstreamWith({ env: { KEY: 'old' } });
    const agent = await agentOf(upstream);
    const next = { ...upstream.options, env: { KEY: 'new' } };
    transport.fault = new UpstreamFault('UNAUTHORIZED', 'It answers 401.');
    await expect(agent.ask('initialize')).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    transport.fault = undefined;
    expect(upstream.useCredentialsOf({ ...upstream.options })).toBe(false);
    expect(upstream.useCredentialsOf({ ...next, command: 'other' })).toBe(false);
    expect(stateOf(upstream)).toBe('refused');
    expect(upstream.useCredentialsOf(next)).toBe(true);
    await agent.ask('initialize');
    expect({ state: stateOf(upstream), links: transport.links.length }).toEqual({ state: 'up', links: 1 });
    expect(upstream.useCredentialsOf({ ...next, env: {} })).toBe(true);
    expect(transport.last.isClosed).toBe(false);
  });

  it('begins an expired session anew, and sends what was refused again once', async () => {
    const upstream = upstreamWith();
    const agent = await begunBy(upstream);
    transport.last.send = async () => {
      throw new UpstreamFault('SESSION_EXPIRED', 'It has ended the session.');
    };
    await agent.ask('tools/list');
    expect(transport.links).toHaveLength(2);
    expect(transport.last.methods).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
  });

  it('ends a process that does not answer its first request', async () => {
    jest.useFakeTimers();
    transport.answers.clear();
    const upstream = upstreamWith({ startTimeoutMs: 5_000 });
    const agent = await agentOf(upstream);
    const failure = agent.ask('initialize').catch((error: UpstreamFault) => error);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await failure).toMatchObject({ code: 'HANDSHAKE_TIMEOUT' });
    expect(transport.last.isClosed).toBe(true);
  });

  describe('whose agents share a session', () => {
    it('begins it once, and ends it five minutes after the last of them', async () => {
      jest.useFakeTimers();
      const upstream = upstreamWith({ shared: true });
      const agents = [await begunBy(upstream), await begunBy(upstream)];
      expect(transport.links).toHaveLength(1);
      expect(transport.last.methods).toEqual(['initialize', 'notifications/initialized']);
      expect(agents.map(({ got }) => got.at(0)?.result)).toEqual([INITIALIZED, INITIALIZED]);
      await agents[0]?.link.close();
      await jest.advanceTimersByTimeAsync(600_000);
      expect(transport.last.isClosed).toBe(false);
      await agents[1]?.link.close();
      await jest.advanceTimersByTimeAsync(299_000);
      expect(transport.last.isClosed).toBe(false);
      await jest.advanceTimersByTimeAsync(1_000);
      expect(transport.last.isClosed).toBe(true);
    });

    it('has one for each tenant', async () => {
      const upstream = upstreamWith({ shared: true });
      await begunBy(upstream, { tenantId: 'acme', principalId: 'agent' });
      await begunBy(upstream, { tenantId: 'globex', principalId: 'agent' });
      expect(transport.links).toHaveLength(2);
    });

    it('is answered that nobody can be asked, whatever it asks', async () => {
      const agent = await begunBy(upstreamWith({ shared: true }));
      const { length } = agent.got;
      for (const [id, method] of ['roots/list', 'ping'].entries())
        void transport.last.listener.message(RawMessage.of({ jsonrpc: '2.0', id, method }));
      await setImmediate();
      expect(transport.last.sent.slice(-2)).toMatchObject([
        { id: 0, error: { code: -32_601, message: expect.stringContaining('none of them can be asked') } },
        { id: 1, result: {} },
      ]);
      expect(agent.got).toHaveLength(length);
    });

    it('goes on with them after its process has ended', async () => {
      const upstream = upstreamWith({ shared: true });
      const agents = [await begunBy(upstream), await begunBy(upstream)];
      for (const { got } of agents) got.length = 0;
      transport.last.listener.closed(exited());
      expect(agents.map(({ got }) => got)).toEqual([[TOOLS_CHANGED], [TOOLS_CHANGED]]);
      transport.answers.add('tools/call');
      await agents[0]?.ask('tools/call');
      expect(transport.last.methods).toEqual(['initialize', 'notifications/initialized', 'tools/call']);
      await agents[1]?.ask('tools/list');
      expect(transport.links).toHaveLength(2);
    });
  });

  it('lets requests wait for a place, and refuses those that are too many', async () => {
    const upstream = upstreamWith({ maxConcurrent: 1 });
    const agent = await begunBy(upstream);
    const asked = Array.from({ length: 102 }, (_, index) =>
      agent.ask('tools/call', { name: `tool${index}` }).then(
        () => 'done',
        ({ code }: UpstreamFault) => code,
      ),
    );
    expect(await asked.at(-1)).toBe('BUSY');
    expect(upstream.view(null)).toMatchObject({ waiting: 100 });
    expect(transport.last.methods.filter((method) => method === 'tools/call')).toHaveLength(1);
    transport.last.answer(transport.last.idOf('tools/call'), {});
    await asked[0];
    await setImmediate();
    expect(upstream.view(null)).toMatchObject({ waiting: 99 });
    await agent.link.close();
    expect(await Promise.all(asked)).toContain('CLOSED');
    expect(upstream.view(null)).toMatchObject({ waiting: 0, inFlight: 0, sessions: 0 });
  });

  it('forgets a request that was cancelled while it waited for a place', async () => {
    const upstream = upstreamWith({ maxConcurrent: 1 });
    const agent = await begunBy(upstream);
    const running = agent.ask('tools/call', { name: 'first' });
    const waiting = agent.ask('tools/call', { name: 'second' });
    await agent.tell('notifications/cancelled', { requestId: ids });
    await waiting;
    transport.last.answer(transport.last.idOf('tools/call'), {});
    await running;
    expect(transport.last.sent.filter(({ method }) => method === 'tools/call')).toMatchObject([
      { params: { name: 'first' } },
    ]);
  });

  it('lets the requests of a principal in revision 2026-07-28 share a process, each with ids of its own', async () => {
    const upstream = upstreamWith({ era: 'modern' });
    const agents = [await agentOf(upstream, 'modern'), await agentOf(upstream, 'modern')];
    const calls = agents.map(({ link }) =>
      link.send(
        RawMessage.parse(
          '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"_meta":{"progressToken":"t"}}}',
        ),
      ),
    );
    await setImmediate();
    expect(transport.links).toHaveLength(1);
    const requests = transport.last.sent.map(({ id, params }) => ({ id, params }));
    expect(requests).toEqual([1, 2].map((id) => ({ id, params: { _meta: { progressToken: id } } })));
    void transport.last.listener.message(
      RawMessage.parse(
        '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":2,"progress":1}}',
      ),
    );
    transport.last.answer(2, { text: 'second' });
    transport.last.answer(1, { text: 'first' });
    await Promise.all(calls);
    expect(agents[0]?.got).toEqual([{ jsonrpc: '2.0', id: 'a', result: { text: 'first' } }]);
    expect(agents[1]?.got).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 't' } },
      { id: 'a', result: { text: 'second' } },
    ]);
  });
});
