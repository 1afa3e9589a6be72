import { jest } from '@jest/globals';
import { compareEventIds, type CrowsnestEvent } from '#contract';
import { EventLog, EventPublisher } from '#events';
import { StatsScope } from '../../libs/stats/stats-scope.ts';
import { EventSourceStandIn } from '../support/server/event-source.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const HEARTBEAT_MS = 15_000;
/** More batches than the tail keeps in memory. */
const BEYOND_TAIL = 100;
const CLIENTS = 200;

/** Publishes calls of "search", the start of each in a batch of its own. */
async function publishBatches({ app }: TestApplication, count: number): Promise<void> {
  const [publisher, log] = [app.get(EventPublisher), app.get(EventLog)];
  for (let n = 0; n < count; n += 1) {
    const data = { callId: `batch-${log.last}`, tool: 'search' };
    publisher.publish({ type: 'tool:start', sessionId: 'of search', tenantId: 'default', data });
    await log.flush();
  }
}

const idsOf = (events: CrowsnestEvent[]): string[] => events.map(({ id }) => id);

describe.each(['memory:', 'sqlite'])('clients of the stream that connect again, over %s,', (engine) => {
  let application: TestApplication;
  let origin: string;

  beforeEach(async () => {
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([], { events: { log } });
    origin = application.origin;
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await application.app.close();
  });

  it(`share one snapshot when ${CLIENTS} of them come at once`, async () => {
    const [first] = await publishCalls(application, 50);
    const snapshots = jest.spyOn(StatsScope.prototype, 'snapshot');
    const streams = await Promise.all(
      Array.from({ length: CLIENTS }, () => EventStream.open(origin, { lastEventId: first!.id })),
    );
    await Promise.all(streams.map((stream) => stream.until(() => stream.events.length === 49)));
    // One for each state of the counters that somebody was shown: as a rule there is but one.
    const states = new Set(streams.map(({ hello }) => hello.stats.asOf));
    expect(states.size).toBeLessThan(5);
    expect(snapshots).toHaveBeenCalledTimes(states.size);
    for (const stream of streams) stream.cut();
  });

  it.each([
    ['without a filter', ''],
    ['with a filter that no event has matched', '?tool=rare'],
  ])('%s, with an id that came alone, make the log read nothing from before it', async (_, query) => {
    await publishBatches(application, BEYOND_TAIL);
    const source = await EventSourceStandIn.open(origin, query);
    await source.until('the client has a position', () => source.lastEventId !== '');
    source.cut();
    expect(source.dispatched).toEqual(['hello']);

    const log = application.app.get(EventLog);
    const [page, range] = [jest.spyOn(log, 'readPage'), jest.spyOn(log, 'read')];
    const at = { query, lastEventId: source.lastEventId };
    const idle = await EventStream.open(origin, at);
    expect([idle.hello.complete, page.mock.calls, range.mock.calls]).toEqual([true, [], []]);
    idle.cut();

    await publishBatches(application, BEYOND_TAIL);
    const [rare] = await publishCalls(application, 1, 'rare');
    page.mockClear();
    range.mockClear();
    const late = await EventStream.open(origin, at);
    await late.until(() => idsOf(late.events).includes(rare!.id));
    expect([late.hello.complete, late.gaps]).toEqual([true, []]);
    expect(late.events).toHaveLength(query === '' ? BEYOND_TAIL + 1 : 1);
    expect(page.mock.calls.length).toBeGreaterThan(0);
    for (const [{ after }] of page.mock.calls)
      expect(compareEventIds(after, source.lastEventId)).toBeGreaterThanOrEqual(0);
    expect(range).not.toHaveBeenCalled();
    late.cut();
  });
});

describe('a client of the stream with an id that came with a heartbeat', () => {
  it('makes the log read nothing from before it', async () => {
    // Only the heartbeats are faked; everything else runs in real time.
    const real = ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'Date'] as const;
    jest.useFakeTimers({ doNotFake: [...real, 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] });
    const application = await startApplication([]);
    const { app, origin } = application;
    const source = await EventSourceStandIn.open(origin, '?tool=rare');
    await source.until('the client has a position', () => source.lastEventId !== '');
    await publishBatches(application, BEYOND_TAIL);
    const log = app.get(EventLog);
    // The stream may get to the last events only after a heartbeat.
    await source.until('the client is at the end of the log', () => {
      jest.advanceTimersByTime(HEARTBEAT_MS);
      return source.lastEventId === log.last;
    });
    source.cut();
    const [page, range] = [jest.spyOn(log, 'readPage'), jest.spyOn(log, 'read')];
    const stream = await EventStream.open(origin, { query: '?tool=rare', lastEventId: source.lastEventId });
    expect([stream.hello.complete, page.mock.calls, range.mock.calls]).toEqual([true, [], []]);
    stream.cut();
    jest.useRealTimers();
    await app.close();
  });
});
