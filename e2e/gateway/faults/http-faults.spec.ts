import type { INestApplication } from '@nestjs/common';
import { collectEvents, connectLegacyClient, createCrowsnestTestingApp, type LegacyClient } from '#testing';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { HttpFaultServer } from '../../support/fault-server/http-fault-server.ts';

describe('a faulty upstream over HTTP', () => {
  let upstream: HttpFaultServer;
  let gateway: INestApplication;

  beforeEach(async () => {
    upstream = new HttpFaultServer();
    const upstreams = { faulty: { url: await upstream.listen(), era: 'legacy' as const } };
    gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  });
  afterEach(async () => {
    await gateway.close();
    upstream.close();
  });

  const call = (agent: LegacyClient) => agent.callTool({ name: 'work', arguments: {} });
  const calls = (): string[] => upstream.seen.filter((message) => message.startsWith('tools/call'));

  it.each([
    ['404', 'expired'],
    ['400 and a JSON-RPC error', 'expired-with-400'],
    ['400 and a text', 'expired-with-400-in-text'],
  ] as const)(
    'has its session begun anew once when it has expired with %s, and the call sent again',
    async (_, fault) => {
      const agent = await connectLegacyClient(gateway);
      upstream.fault = fault;
      expect(await call(agent)).toMatchObject({ content: [{ text: 'done' }] });
      expect(upstream.seen).toEqual([
        'initialize -',
        'notifications/initialized s1',
        'tools/call s1',
        'initialize -',
        'notifications/initialized s2',
        'tools/call s2',
      ]);
    },
  );

  it('answers a call with 400, which says nothing about the session', async () => {
    const agent = await connectLegacyClient(gateway);
    upstream.fault = 'refused-with-400';
    await expect(call(agent)).rejects.toThrow('needs a session of the office');
    expect(calls()).toHaveLength(1);
  });

  it('answers 404 to everything for a while, and serves the same agent afterwards', async () => {
    const agent = await connectLegacyClient(gateway);
    upstream.fault = 'unrouted';
    await expect(call(agent)).rejects.toThrow('404');
    upstream.fault = 'healthy';
    expect(await call(agent)).toMatchObject({ content: [{ text: 'done' }] });
  });

  it('says where it redirects to, without what may be a secret', async () => {
    upstream.fault = 'redirected';
    await expect(connectLegacyClient(gateway)).rejects.toThrow(/leads to: http:[^?]*\/mcp\/$/);
  });

  it.each(['reset', 'half-an-answer'] as const)(
    'is not sent a call again whose outcome is not known (%s), and serves the next one',
    async (fault) => {
      const agent = await connectLegacyClient(gateway);
      upstream.fault = fault;
      await expect(call(agent)).rejects.toThrow('is not known');
      expect(calls()).toHaveLength(1);
      upstream.fault = 'healthy';
      expect(await call(agent)).toMatchObject({ content: [{ text: 'done' }] });
      expect(calls()).toHaveLength(2);
    },
  );

  it.each([
    ['failing', 'HTTP_ERROR', '503'],
    ['html', 'NOT_MCP', 'text/html'],
  ] as const)(
    'opens no session when it is %s, says why, and works again later',
    async (fault, reason, text) => {
      const record = collectEvents(gateway);
      upstream.fault = fault;
      await expect(connectLegacyClient(gateway)).rejects.toThrow(text);
      expect((await awaitEvent(record, 'upstream:down')).data).toMatchObject({ upstream: 'faulty', reason });
      upstream.fault = 'healthy';
      await connectLegacyClient(gateway);
      expect((await awaitEvent(record, 'upstream:up')).data).toMatchObject({ upstream: 'faulty' });
      expect(record.all('session:open')).toHaveLength(1);
    },
  );

  it('is asked for its stream less and less often while it ends each one at once', async () => {
    upstream.endsStreams = true;
    await connectLegacyClient(gateway);
    await waitUntil(() => upstream.openings.length >= 4, { reason: 'the stream was opened four times' });
    const [first = 0, , , fourth = 0] = upstream.openings;
    // Each pause is at least half of 1, 2 and 4 seconds. At an even pace three of them last at most 3 seconds.
    expect(fourth - first).toBeGreaterThan(3_400);
  });

  it('is told of as unreachable when nobody listens there', async () => {
    upstream.close();
    const record = collectEvents(gateway);
    await expect(connectLegacyClient(gateway)).rejects.toThrow('"faulty"');
    expect((await awaitEvent(record, 'upstream:down')).data).toMatchObject({ reason: 'UNREACHABLE' });
  });
});

describe('an upstream over HTTP that no request reaches', () => {
  let gateway: INestApplication;
  afterEach(() => gateway.close());

  /** What an agent is told that connects to a URL by the gateway, and the reason that admins are told. */
  const connectTo = async (url: string): Promise<{ said: string; reason: string }> => {
    const upstreams = { far: { url, era: 'legacy' as const } };
    gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
    const record = collectEvents(gateway);
    const said = await connectLegacyClient(gateway).then(
      () => 'It has connected',
      ({ message }: Error) => message,
    );
    return { said, reason: (await awaitEvent(record, 'upstream:down')).data.reason };
  };

  it('is told of when its host has no address, and what to check', async () => {
    const { said, reason } = await connectTo('https://upstream.invalid/mcp?key=hunter2');
    expect(reason).toBe('DNS');
    expect(said).toMatch(
      /https:\/\/upstream\.invalid\/mcp cannot be reached \(\w+\).*Check the host in the URL/,
    );
    expect(said).not.toContain('hunter2');
  });

  it('is told of when TLS fails, as at a port without it, and how to change that', async () => {
    const plain = new HttpFaultServer();
    const { said, reason } = await connectTo((await plain.listen()).replace('http:', 'https:'));
    plain.close();
    expect(reason).toBe('TLS');
    expect(said).toMatch(/Check whether it serves https there.*NODE_EXTRA_CA_CERTS names a file/);
  });
});
