import { compareEventIds, type EventFilter, type EventId, type UncommittedEvent } from '#contract';
import { EncodedEvents, type EventBatch, type EventLog, type LoggedEvent } from '#events';

/** How much history an engine keeps. */
export interface Retention {
  maxEvents?: number;
  maxAgeMs?: number;
}

/** A storage location for consecutive engines. */
export interface EnginePlace {
  /** Creates an engine without opening it. */
  create(retention?: Retention): EventLog;
  /** Whether an engine finds the history of the one before it. */
  keepsHistory: boolean;
  /** Keeps the engine from committing; resolves with a function that ends this. Missing if nothing can interrupt it. */
  interrupt?: () => Promise<() => Promise<void>>;
  /** Removes the location after its engines were closed. */
  remove(): Promise<void>;
}

const call = (callId: string, tool = 'search'): UncommittedEvent => ({
  type: 'tool:start',
  sessionId: `session of ${tool}`,
  tenantId: 'default',
  timestamp: new Date().toISOString(),
  data: { callId, tool },
});

/** The requirements of every log engine. Run it for each engine. */
export function describeEngine(name: string, createPlace: () => Promise<EnginePlace>): void {
  describe(`the event log over ${name}`, () => {
    let place: EnginePlace;
    let log: EventLog;
    let batches: EventBatch[];
    /** The delivered events. Kept separately, because the batches drop their objects. */
    let delivered: LoggedEvent[];
    let refused: UncommittedEvent[];

    const open = async (retention?: Retention): Promise<void> => {
      log = place.create(retention);
      batches = [];
      delivered = [];
      refused = [];
      await log.open();
      log.follow({
        committed: (batch) => {
          expect(log.last).toBe(batch.last);
          batches.push(batch);
          delivered.push(...batch.events);
        },
        // Stands in for the publisher: log events come back like any other event.
        publish: (draft) => log.append({ ...draft, timestamp: new Date().toISOString() }),
        refused: (event) => refused.push(event),
      });
    };
    const append = async (count: number, tool?: string): Promise<void> => {
      for (let n = 0; n < count; n += 1) log.append(call(`call-${n}`, tool));
      await log.flush();
    };
    /** Appends a few at a time: an engine may drop events beyond its maximum before it has delivered them. */
    const appendSlowly = async (count: number, atOnce: number): Promise<void> => {
      for (let n = 0; n < count; n += atOnce) await append(atOnce);
    };
    const idsOf = (events: readonly LoggedEvent[]): EventId[] => events.map(({ id }) => id);
    const idAt = (index: number): EventId => {
      const id = delivered.at(index)?.id;
      if (id === undefined) throw new Error(`No event ${index} was delivered`);
      return id;
    };

    beforeEach(async () => {
      place = await createPlace();
    });

    afterEach(async () => {
      await log.close();
      await place.remove();
    });

    it('delivers every event once, in the order of publishing and of ids, each batch after the one before', async () => {
      await open();
      const { start } = log;
      for (let round = 0; round < 4; round += 1) await append(700);
      const ids = idsOf(delivered);
      expect(ids).toHaveLength(2_800);
      expect(new Set(ids).size).toBe(2_800);
      expect(ids).toEqual(ids.toSorted(compareEventIds));
      expect(batches.map(({ after }) => after)).toEqual([
        start,
        ...batches.slice(0, -1).map(({ last }) => last),
      ]);
      const calls = delivered.map(({ event }) => 'callId' in event.data && event.data.callId);
      expect(calls).toEqual(Array.from({ length: 2_800 }, (_, n) => `call-${n % 700}`));
    });

    it('returns from append before anything is delivered', async () => {
      await open();
      log.append(call('a'));
      expect(delivered).toEqual([]);
      await log.flush();
      expect(delivered).toHaveLength(1);
    });

    it('delivers what was appended before it was followed, and nothing earlier', async () => {
      log = place.create();
      const early = 3;
      for (let n = 0; n < early; n += 1) log.append(call(`early-${n}`));
      const seen: LoggedEvent[] = [];
      const committed = ({ events }: EventBatch): void => void seen.push(...events);
      await log.open();
      expect(seen).toEqual([]);
      log.follow({ committed, publish: () => undefined, refused: () => undefined });
      log.append(call('late'));
      await log.flush();
      const calls = seen.map(({ event }) => 'callId' in event.data && event.data.callId);
      expect(calls).toEqual([...Array.from({ length: early }, (_, n) => `early-${n}`), 'late']);
    });

    it('encodes an event once: what is delivered, read and paged is the same JSON', async () => {
      await open();
      const text = 'a "quoted"\n\u2028 é 統 😀 \ud800 \0 {"id":"1","type":"tool:done"';
      log.append(call(text, text));
      await log.flush();
      const [live] = delivered;
      const [read] = await log.read({ after: log.start, limit: 10 });
      const page = await log.readPage({ after: log.start, upTo: log.last });
      expect(live?.event).toMatchObject({ data: { callId: text, tool: text } });
      expect(JSON.parse(live?.json ?? '')).toEqual(live?.event);
      expect(read?.json).toBe(live?.json);
      expect(page.events.toArray().map(({ json }) => json)).toEqual([live?.json]);
      expect(batches[0]?.encoded.toArray().map(({ json }) => json)).toEqual([live?.json]);
    });

    it('refuses an event that has no JSON, and goes on with the next', async () => {
      await open();
      const circle: { self?: object } = {};
      circle.self = circle;
      const bad = {
        ...call('bad'),
        data: { callId: 'bad', tool: 'search', arguments: circle },
      } as UncommittedEvent;
      log.append(call('before'));
      log.append(bad);
      log.append(call('after'));
      await log.flush();
      const calls = delivered.map(({ event }) => 'callId' in event.data && event.data.callId);
      expect(calls).toEqual(['before', 'after']);
      expect(refused).toEqual([bad]);
    });

    it('reads the first events after an id and the last ones before an id', async () => {
      await open();
      await append(10);
      const ids = idsOf(delivered);
      const read = async (request: object): Promise<EventId[]> =>
        idsOf(await log.read({ limit: 3, ...request }));
      expect(await read({ after: ids[4] })).toEqual(ids.slice(5, 8));
      expect(await read({ before: ids[4] })).toEqual(ids.slice(1, 4));
      expect(await read({})).toEqual(ids.slice(7));
      expect(await read({ after: ids[1], before: ids[4] })).toEqual(ids.slice(2, 4));
      expect(await read({ after: ids[9] })).toEqual([]);
      expect(await read({ after: log.start, limit: 100 })).toEqual(ids);
    });

    it('reads through a filter', async () => {
      await open();
      await append(4, 'search');
      await append(2, 'weather');
      const count = async (filter: EventFilter): Promise<number> =>
        (await log.read({ limit: 100, filter })).length;
      expect(await count({ tools: ['weather'] })).toBe(2);
      expect(await count({ sessions: ['session of search'] })).toBe(4);
      expect(await count({ types: ['tool:done'] })).toBe(0);
      expect(await count({ tenants: ['default'], types: ['tool:start', 'tool:done'] })).toBe(6);
      const [first] = await log.read({ after: log.start, limit: 1, filter: { tools: ['weather'] } });
      expect(first?.event).toMatchObject({ type: 'tool:start', data: { tool: 'weather' } });
    });

    it('pages all events after one id and up to another, also through a filter', async () => {
      await open();
      await append(700, 'weather');
      await append(20, 'search');
      const upTo = idAt(709);
      const pagesOf = async (filter = {}): Promise<EventId[]> => {
        const ids: EventId[] = [];
        for (let after = log.start, more = true; more;) {
          const { events, last, isFull } = await log.readPage({ after, upTo, filter });
          const page = events.toArray();
          expect(events.count).toBe(page.length);
          ids.push(...idsOf(page));
          after = last ?? after;
          more = isFull;
          events.release();
        }
        return ids;
      };
      expect(await pagesOf()).toEqual(idsOf(delivered.slice(0, 710)));
      expect(await pagesOf({ tools: ['search'] })).toEqual(idsOf(delivered.slice(700, 710)));
      const none = await log.readPage({ after: upTo, upTo });
      expect(none).toMatchObject({ last: undefined, isFull: false, events: { count: 0 } });
    });

    it('keeps no more events than it may, and knows where it now begins', async () => {
      await open({ maxEvents: 100 });
      await appendSlowly(250, 50);
      const held = await log.read({ limit: 1_000 });
      expect(idsOf(held)).toEqual(idsOf(delivered.slice(150)));
      expect(log.start).toBe(idAt(149));
    });

    it('tells positions that a reader can go on from apart from those that it cannot', async () => {
      await open({ maxEvents: 5 });
      const { start } = log;
      await appendSlowly(10, 2);
      expect(await log.locate(idAt(7))).toEqual({ known: true });
      expect(await log.locate(idAt(4))).toEqual({ known: true });
      expect(await log.locate(log.last)).toEqual({ known: true });
      expect(await log.locate(start)).toEqual({ known: false, resumeAfter: idAt(4) });
      const beyond = `${Number.MAX_SAFE_INTEGER}` as EventId;
      expect(await log.locate(beyond)).toEqual({ known: false, resumeAfter: idAt(9) });
    });

    it('knows where it begins also when its oldest events are dropped while it is asked', async () => {
      await open({ maxEvents: 5 });
      await appendSlowly(8, 2);
      const [kept, dropped] = [idAt(4), idAt(3)];
      const appending = append(2);
      const [begins, left] = await Promise.all([log.locate(kept), log.locate(dropped)]);
      await appending;
      expect(begins).toEqual({ known: true });
      // A request in time finds that the log still begins there; a later one finds that the log has moved on.
      expect([{ known: true }, { known: false, resumeAfter: kept }]).toContainEqual(left);
    });

    it('ignores what is appended after it was closed', async () => {
      await open();
      await append(1);
      await log.close();
      expect(() => log.append(call('late'))).not.toThrow();
      expect(delivered).toHaveLength(1);
      await open();
    });

    it('goes on after a restart with its history, its checkpoints and greater ids, if it keeps any', async () => {
      await open();
      await append(300);
      await log.saveCheckpoint('stats', { asOf: log.last, value: { calls: 300 } });
      const [before, { last, since }] = [delivered, log];
      await log.close();

      await open();
      const kept = place.keepsHistory ? before.map(({ json }) => json) : [];
      expect((await log.read({ after: log.start, limit: 1_000 })).map(({ json }) => json)).toEqual(kept);
      expect(delivered).toEqual([]);
      expect([log.last, log.since].map((value, index) => value === [last, since][index])).toEqual([
        place.keepsHistory,
        place.keepsHistory,
      ]);
      const checkpoint = { asOf: last, value: { calls: 300 } };
      expect(await log.loadCheckpoint('stats')).toEqual(place.keepsHistory ? checkpoint : undefined);
      await append(1);
      expect(compareEventIds(idAt(0), last)).toBeGreaterThan(0);
    });

    it('publishes the two ends of an outage, and keeps what was appended meanwhile in order', async () => {
      await open();
      await append(3);
      const restore = await place.interrupt?.();
      await append(2);
      await until(() => !restore || log.condition === 'degraded');
      await append(2);
      await restore?.();
      await until(() => log.condition === 'ok' && (!restore || isDelivered('log:recovered')));
      await append(1);
      const conditions = restore ? ['log:degraded', 'log:recovered'] : [];
      expect(delivered.map(({ type }) => type).filter((type) => type.startsWith('log:'))).toEqual(conditions);
      expect(delivered).toHaveLength(8 + conditions.length);
      const held = await log.read({ after: log.start, limit: 100 });
      expect(EncodedEvents.of(held).lines).toEqual(EncodedEvents.of(delivered).lines);
    });

    const isDelivered = (wanted: string): boolean => delivered.some(({ type }) => type === wanted);
  });
}

/** Resolves once a condition holds. The test's own timeout is its limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
