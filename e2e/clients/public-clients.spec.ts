import { unpairedCalls } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import type { Berth } from './support/berth.ts';
import type { Era } from './driver/public-client.ts';
import { CLIENTS, type ClientCase } from './support/clients.ts';
import { CuttableLink } from './support/cuttable-link.ts';
import { DrivenClient } from './support/driven-client.ts';
import { FixtureServer } from './support/fixture-server.ts';
import { MEASUREMENT, WANTED } from './support/samples.ts';

let server: FixtureServer;

beforeAll(async () => {
  server = await FixtureServer.start();
});

afterAll(() => server.stop());

describe.each(CLIENTS)('$client in protocol era $era', ({ adapter, era, ...client }) => {
  let driven: DrivenClient;
  let berth: Berth;

  beforeAll(async () => {
    driven = await DrivenClient.start(adapter, await temporaryFolder());
  });

  afterAll(() => driven.stop());

  beforeEach(async () => {
    berth = await server.berth(era);
    await driven.connect(berth.destination);
  });

  afterEach(async () => {
    await driven.close();
    berth.stream.cut();
  });

  it('lists the tools', async () => {
    expect(await driven.listTools()).toEqual(['greet', 'fail', 'wait', 'measure', 'book', 'sit']);
  });

  it('gets exact results, and an admin sees its session and one end of each call', async () => {
    expect(await driven.call('greet', { name: 'Zoë' })).toEqual({ text: 'Ahoy, Zoë ⚓' });
    expect(await driven.call('measure', { port: MEASUREMENT.port })).toEqual(client.measured);
    expect(await driven.call('book', WANTED)).toEqual(client.booked);

    const ends = await berth.ends(3);
    expect(ends.map(({ type, data }) => `${type} ${data.tool}`)).toEqual([
      'tool:done greet',
      'tool:done measure',
      'tool:done book',
    ]);
    expect(unpairedCalls(berth.stream.events)).toEqual([]);
    for (const end of ends) expect(berth.opening(end)?.data).toMatchObject(openingOf(era, client.identity));
    const { logged, streamed } = await berth.recorded();
    expect(streamed).toEqual(logged);
  });

  it('gets the error of a tool as an error, and an admin sees the failed call', async () => {
    expect(await driven.call('fail')).toEqual({ error: expect.stringMatching(/: The anchor is stuck$/) });
    expect(await berth.ends(1)).toMatchObject([
      { type: 'tool:error', data: { tool: 'fail', kind: 'thrown', error: 'The anchor is stuck' } },
    ]);
    expect(unpairedCalls(berth.stream.events)).toEqual([]);
    expect(await driven.call('greet', { name: 'Zoë' })).toEqual({ text: 'Ahoy, Zoë ⚓' });
  });

  it('gets an error when an administrator cancels its call', async () => {
    const { outcome } = driven.startCall('wait');
    await berth.cancelCall(await berth.start());
    expect(await outcome).toEqual({ error: expect.stringMatching(/: Cancelled by an administrator$/) });
    expect(await berth.ends(1)).toMatchObject([{ type: 'tool:error', data: { kind: 'cancelled' } }]);
    expect(unpairedCalls(berth.stream.events)).toEqual([]);
  });

  if (client.cancels)
    it('cancels its own call', async () => {
      const { outcome, cancel } = driven.startCall('wait');
      await berth.start();
      cancel();
      expect(await outcome).toEqual({ error: expect.stringMatching(/abort/i) });
      expect(await berth.ends(1)).toMatchObject([{ type: 'tool:error', data: { kind: 'cancelled' } }]);
      expect(unpairedCalls(berth.stream.events)).toEqual([]);
    });

  if (client.stopsWaiting)
    it('stops waiting for its own call, which goes on until an administrator cancels it', async () => {
      const { outcome, cancel } = driven.startCall('wait');
      const start = await berth.start();
      cancel();
      expect(await outcome).toEqual({ error: expect.stringMatching(/abort/i) });
      await berth.cancelCall(start);
      expect(await berth.ends(1)).toMatchObject([
        { type: 'tool:error', data: { kind: 'cancelled', error: 'Cancelled by an administrator' } },
      ]);
      expect(await driven.call('greet', { name: 'Zoë' })).toEqual({ text: 'Ahoy, Zoë ⚓' });
    });

  describe('over a network that is cut', () => {
    let link: CuttableLink;
    const streamsOf = (request: string) => link.streamed.filter((one) => one === request).length;

    beforeEach(async () => {
      link = await CuttableLink.start(server.origin);
      await driven.connect({ ...berth.destination, url: `${link.origin}/mcp` });
    });

    afterEach(async () => {
      await driven.close();
      await link.close();
      await driven.connect(berth.destination);
    });

    it('tells the outcome of the call that was cut, and goes on', async () => {
      const streams = streamsOf('POST /mcp');
      const { outcome } = driven.startCall('wait');
      const start = await berth.start();
      // The answer of the modern era begins only when it is known.
      if (era === 'legacy')
        await waitUntil(() => streamsOf('POST /mcp') > streams, {
          reason: 'the stream of the call has begun',
        });
      link.cut();
      if (era === 'legacy') await berth.cancelCall(start);
      if (client.repeatsCalls) await berth.cancelCall(await berth.start(2));
      const told = client.afterCut ? await outcome : { error: 'nothing' };
      expect(told).toEqual({ error: expect.stringMatching(client.afterCut ?? /^nothing$/) });
      const calls = client.repeatsCalls ? 2 : 1;
      for (const end of await berth.ends(calls))
        expect(end).toMatchObject({ type: 'tool:error', data: { kind: 'cancelled' } });
      expect(await driven.call('greet', { name: 'Zoë' })).toEqual({ text: 'Ahoy, Zoë ⚓' });
      const last = (await berth.ends(calls + 1)).at(-1);
      expect(last?.sessionId === start.sessionId).toBe(client.keepsSession ?? true);
      expect(unpairedCalls(berth.stream.events)).toEqual([]);
    });

    if (client.listensAgain)
      it('opens its stream of notifications again', async () => {
        await driven.call('greet', { name: 'Zoë' });
        await waitUntil(() => streamsOf('GET /mcp') > 0, { reason: 'the client listens' });
        const before = streamsOf('GET /mcp');
        link.cut();
        await waitUntil(() => streamsOf('GET /mcp') > before, { reason: 'the client listens again' });
        expect(await driven.call('greet', { name: 'Zoë' })).toEqual({ text: 'Ahoy, Zoë ⚓' });
        expect(new Set((await berth.ends(2)).map(({ sessionId }) => sessionId)).size).toBe(1);
      });
  });

  if (client.inEndedSession)
    it('works again after an administrator has ended its session', async () => {
      await driven.call('greet', { name: 'Zoë' });
      const first = await berth.start();
      await berth.endSession(first);
      expect(JSON.stringify(await driven.call('greet', { name: 'Zoë' }))).toMatch(
        client.inEndedSession ?? '',
      );

      await driven.connect(berth.destination);
      expect(await driven.call('greet', { name: 'Ada' })).toEqual({ text: 'Ahoy, Ada ⚓' });
      const last = (await berth.ends(2)).at(-1);
      expect(last?.sessionId).not.toBe(first.sessionId);
      expect(berth.opening(last)?.data).toMatchObject(openingOf(era, client.identity));
    });

  it('calls a tool whose schema needs JSON Schema 2020-12, or tells its user why it cannot', async () => {
    expect(await driven.call('sit', { seat: [12, 'C'] })).toEqual(client.seated);
  });

  it('gets an error for arguments that do not match the schema', async () => {
    expect(await driven.call('book', { ...WANTED, cabin: 'attic' })).toEqual({
      error: expect.stringMatching(client.blames),
    });
    await driven.call('greet', { name: 'Zoë' });
    const [last, ...earlier] = (await berth.ends(client.checksArguments ? 1 : 2)).toReversed();
    expect(last).toMatchObject({ type: 'tool:done', data: { tool: 'greet' } });
    const codes = earlier.map(({ data }) => ('code' in data ? data.code : data.tool));
    expect(codes).toEqual(client.checksArguments ? [] : ['invalid-arguments']);
  });
});

function openingOf(era: Era, client: ClientCase['identity']): object {
  return era === 'legacy'
    ? { client, origin: 'protocol', protocolVersion: '2025-11-25' }
    : { client, origin: 'derived', protocolVersion: '2026-07-28' };
}
