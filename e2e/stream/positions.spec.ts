import { jest } from '@jest/globals';
import type { CrowsnestEvent } from '#contract';
import { EventLog, ProjectionKeeper } from '#events';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { EventSourceStandIn } from '../support/server/event-source.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const HEARTBEAT_MS = 15_000;
const LONGEST_TAIL = 96;

const idsOf = (events: CrowsnestEvent[]): string[] => events.map(({ id }) => id);

describe.each(['memory:', 'sqlite'])('the position of a client of the stream over %s', (engine) => {
  let application: TestApplication;
  let origin: string;

  const start = async (maxEvents = 50_000): Promise<void> => {
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([], { events: { log, maxEvents } });
    origin = application.origin;
  };
  const publish = (count: number, tool?: string) => publishCalls(application, count, tool);

  beforeEach(async () => {
    // Only the heartbeats are faked; everything else runs in real time.
    const real = ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'Date'] as const;
    jest.useFakeTimers({ doNotFake: [...real, 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] });
    await start();
  });

  afterEach(async () => {
    jest.useRealTimers();
    await application.app.close();
  });

  it('is sent after "hello" in a block that dispatches no event', async () => {
    const [event] = await publish(1);
    const source = await EventSourceStandIn.open(origin);
    await source.until('the client has a position', () => source.lastEventId !== '');
    expect(source.dispatched).toEqual(['hello']);
    expect(source.positions).toEqual([event!.id]);
    source.cut();
  });

  it('lets a client that was disconnected before its first event resume with the events it missed', async () => {
    const source = await EventSourceStandIn.open(origin);
    await source.until('the client has a position', () => source.lastEventId !== '');
    source.cut();
    const missed = await publish(5);
    const stream = await EventStream.open(origin, { lastEventId: source.lastEventId });
    await stream.until(() => stream.events.length === 5);
    expect(stream.hello.complete).toBe(true);
    expect(idsOf(stream.events)).toEqual(idsOf(missed));
    stream.cut();
  });

  it('advances with heartbeats while no event matches the filter, so that no false gap follows', async () => {
    await application.app.close();
    await start(50);
    const source = await EventSourceStandIn.open(origin, '?tool=rare');
    await source.until('the client has a position', () => source.lastEventId !== '');
    for (let round = 0; round < 4; round += 1) await publish(50);
    const { last } = application.app.get(EventLog);
    // The stream may get to the last events only after a heartbeat.
    await source.until('the client is at the end of the log', () => {
      jest.advanceTimersByTime(HEARTBEAT_MS);
      return source.lastEventId === last;
    });
    expect(source.dispatched).toEqual(['hello']);
    source.cut();
    await application.app.get(ProjectionKeeper).save();
    const [rare] = await publish(1, 'rare');
    const stream = await EventStream.open(origin, { query: '?tool=rare', lastEventId: source.lastEventId });
    await stream.until(() => stream.events.length === 1);
    expect(idsOf(stream.events)).toEqual([rare!.id]);
    expect([stream.hello.complete, stream.gaps]).toEqual([true, []]);
    stream.cut();
  });

  it('is sent with heartbeats even while the client catches up', async () => {
    const [first] = await publish(1);
    for (let batch = 0; batch <= LONGEST_TAIL; batch += 1) await publish(1);
    const { promise, resolve } = Promise.withResolvers<never>();
    jest.spyOn(application.app.get(EventLog), 'readPage').mockReturnValueOnce(promise);
    const source = await EventSourceStandIn.open(origin, '', first!.id);
    await source.until('the client is greeted', () => source.lastEventId !== '');
    const { comments } = source;
    jest.advanceTimersByTime(2 * HEARTBEAT_MS);
    await source.until('two heartbeats have come', () => source.comments === comments + 2);
    expect(source.positions).toEqual([first!.id]);
    source.cut();
    resolve(undefined as never);
  });

  it('lies before the events of "replay" until they have arrived', async () => {
    const events = await publish(20);
    const source = await EventSourceStandIn.open(origin, '?replay=5');
    await source.until('the events have come', () => source.dispatched.length === 6);
    expect(source.positions).toEqual(idsOf(events.slice(14)));
    source.cut();
    const all = await EventSourceStandIn.open(origin, '?replay=100');
    await all.until('the events have come', () => all.dispatched.length === 21);
    expect(all.positions).toEqual([application.app.get(EventLog).start, ...idsOf(events)]);
    all.cut();
  });

  it('is the end of the log after a filtered replay, not the last event that matched', async () => {
    await publish(3, 'rare');
    const events = await publish(10);
    const source = await EventSourceStandIn.open(origin, '?replay=5&tool=rare');
    await source.until('the end is told', () => source.lastEventId === events.at(-1)!.id);
    expect(source.dispatched).toHaveLength(4);
    source.cut();
  });

  it('is the end of the gap after a gap', async () => {
    const events = await publish(3);
    const beyond = String(Number.MAX_SAFE_INTEGER);
    const source = await EventSourceStandIn.open(origin, '', beyond);
    await source.until('the gap is told', () => source.dispatched.includes('gap'));
    await source.until('the client has a position', () => source.lastEventId !== '');
    expect(source.positions).toEqual([events.at(-1)!.id]);
    source.cut();
  });

  describe('given by an id', () => {
    let events: CrowsnestEvent[];

    beforeEach(async () => {
      events = await publish(4);
    });

    const before = (id: string): string => String(BigInt(id) - 1n);
    const known: [string, (ids: string[]) => string, number][] = [
      ['just before that of the first event', ([first]) => before(first!), 0],
      ['of 0, which is before the oldest event', () => '0', 0],
      ['of an event', (ids) => ids[1]!, 2],
      ['of an event in the form of another engine', (ids) => `${ids[1]}-0`, 2],
      ['just behind that of an event in the form of another engine', (ids) => `${ids[1]}-7`, 2],
      ['of the last event', (ids) => ids[3]!, 4],
      ['of the last event in the form of another engine', (ids) => `${ids[3]}-0`, 4],
    ];

    it.each(known)('%s, is followed by all later events, without a gap', async (_, idOf, index) => {
      const id = idOf(idsOf(events));
      const stream = await EventStream.open(origin, { lastEventId: id });
      const expected = [...idsOf(events.slice(index)), ...idsOf(await publish(1))];
      await stream.until(() => stream.events.length >= expected.length);
      expect(idsOf(stream.events)).toEqual(expected);
      expect([stream.hello.complete, stream.gaps]).toEqual([true, []]);
      const history = await readAll(origin, id);
      expect(idsOf(history)).toEqual(expected);
      stream.cut();
    });

    it.each([
      ['2^53', '9007199254740992'],
      ['2^63', '9223372036854775808'],
      ['in the form of another engine', '9007199254740992-1'],
    ])('of %s, beyond the last event, is answered with a gap that ends there', async (_, id) => {
      const stream = await EventStream.open(origin, { lastEventId: id });
      const live = await publish(1);
      await stream.until(() => stream.events.length === 1);
      expect(stream.hello.complete).toBe(false);
      expect(stream.gaps).toMatchObject([{ requested: id, resumedAfter: events[3]!.id }]);
      expect(idsOf(stream.events)).toEqual(idsOf(live));
      stream.cut();
    });

    it.each([
      ['leading zeros', '0%s'],
      ['a plus sign', '%2B%s'],
      ['a minus sign', '-%s'],
      ['a space before it', '%20%s'],
      ['a space within it', '1%20%s'],
      ['a fraction', '%s.0'],
      ['an exponent', '1e15'],
      ['hexadecimal digits', '0x10'],
      ['Arabic digits', encodeURIComponent('١٢٣')],
      ['full-width digits', encodeURIComponent('１２３')],
      ['two hyphens', '%s-0-0'],
      ['nothing behind its hyphen', '%s-'],
      ['leading zeros behind its hyphen', '%s-00'],
      ['twenty digits', '10000000000000000000'],
      ['a NUL', '%s%00'],
    ])('with %s is rejected', async (_, pattern) => {
      const id = pattern.replace('%s', events[0]!.id);
      for (const path of [`/events?lastEventId=${id}`, `/history?after=${id}`, `/history?before=${id}`]) {
        const response = await asAdmin(origin, path);
        expect([path, response.status]).toEqual([path, 400]);
        expect(await response.json()).toMatchObject({ error: 'BAD_EVENT_ID' });
      }
    });

    it('in the form of another engine bounds a page of history at its place', async () => {
      const ids = idsOf(events);
      const read = async (query: string): Promise<string[]> => {
        const response = await asAdmin(origin, `/history?${query}`);
        return idsOf(((await response.json()) as { events: CrowsnestEvent[] }).events);
      };
      expect(await read(`before=${ids[1]}-0`)).toEqual(ids.slice(0, 1));
      expect(await read(`before=${ids[1]}-1`)).toEqual(ids.slice(0, 2));
      expect(await read(`after=${ids[1]}-0`)).toEqual(ids.slice(2));
      expect(await read(`after=${ids[1]}-1&before=${ids[3]}`)).toEqual(ids.slice(2, 3));
    });
  });
});
