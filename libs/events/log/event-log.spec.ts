import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareEventIds, type UncommittedEvent } from '#contract';
import { createEventLog, eventFrames, type EventBatch, type EventLog } from '#events';

const call = (callId: string, tool = 'search'): UncommittedEvent => ({
  type: 'tool:start',
  sessionId: `session-of-${tool}`,
  tenantId: 'default',
  timestamp: new Date().toISOString(),
  data: { callId, tool },
});

describe.each(['memory', 'sqlite'])('the %s log', (engine) => {
  let folder: string;
  let log: EventLog;
  let batches: EventBatch[];

  const url = (): string => (engine === 'memory' ? 'memory:' : `sqlite:${join(folder, 'events.db')}`);
  const open = async (retention = {}): Promise<EventLog> => {
    log = createEventLog(url(), retention);
    batches = [];
    await log.open((batch) => batches.push(batch));
    return log;
  };
  const append = async (count: number, tool?: string): Promise<void> => {
    for (let n = 0; n < count; n += 1) log.append(call(`call-${n}`, tool));
    await log.flush();
  };
  const committed = (): string[] => batches.flatMap((batch) => batch.events.map((logged) => logged.id));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-log-'));
  });

  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  it('numbers events from the microseconds since 1970, each one more than the last', async () => {
    const before = Date.now() * 1_000;
    await open();
    await append(3);
    const ids = committed().map(Number);
    expect(ids[0]).toBeGreaterThan(before);
    expect(ids[0]).toBeLessThanOrEqual(Date.now() * 1_000 + 1);
    expect(ids).toEqual([ids[0], ids[0]! + 1, ids[0]! + 2]);
  });

  it('pages its events as the stream sends them, up to and with an id', async () => {
    await open();
    await append(700, 'weather');
    await append(20, 'search');
    const all = batches.flatMap(({ events }) => events);
    const upTo = all[709]?.id ?? log.last;
    let heldBytes = 0;
    const pagesOf = async (filter = {}): Promise<string> => {
      let text = '';
      for (let after = log.start, more = true; more;) {
        const { frames, last, isFull, release } = await log.readFrames({ after, upTo, filter });
        text += Buffer.from(frames).toString();
        after = last ?? after;
        more = isFull;
        release?.();
        heldBytes += frames.length;
      }
      return text;
    };
    const expected = eventFrames(all.slice(0, 710));
    expect(await pagesOf()).toBe(expected);
    // A page that came from another thread has memory of its own to give back.
    expect(heldBytes).toBe(engine === 'sqlite' ? 0 : expected.length);
    expect(await pagesOf({ tools: ['search'] })).toBe(eventFrames(all.slice(700, 710)));
    const none = await log.readFrames({ after: upTo, upTo });
    expect(none).toMatchObject({ last: undefined, isFull: false });
  });

  it('hands out every event once, in order, each batch after the one before', async () => {
    await open();
    const { start } = log;
    for (let round = 0; round < 5; round += 1) await append(700);
    const ids = committed();
    expect(ids).toHaveLength(3_500);
    expect(ids).toEqual(ids.toSorted(compareEventIds));
    expect(batches.map((batch) => batch.after)).toEqual([
      start,
      ...batches.slice(0, -1).map((batch) => batch.last),
    ]);
  });

  it('reads the first events after an id and the last ones before an id', async () => {
    await open();
    await append(10);
    const ids = committed();
    const read = async (request: object): Promise<string[]> =>
      (await log.read({ limit: 3, ...request })).map((logged) => logged.id);
    expect(await read({ after: ids[4] })).toEqual(ids.slice(5, 8));
    expect(await read({ before: ids[4] })).toEqual(ids.slice(1, 4));
    expect(await read({})).toEqual(ids.slice(7));
    expect(await read({ after: ids[1], before: ids[4] })).toEqual(ids.slice(2, 4));
    expect(await read({ after: ids[9] })).toEqual([]);
  });

  it('reads through a filter', async () => {
    await open();
    await append(4, 'search');
    await append(2, 'weather');
    const tools = async (filter: object): Promise<number> => (await log.read({ limit: 100, filter })).length;
    expect(await tools({ tools: ['weather'] })).toBe(2);
    expect(await tools({ sessions: ['session-of-search'] })).toBe(4);
    expect(await tools({ types: ['tool:done'] })).toBe(0);
    expect(await tools({ tenants: ['default'], types: ['tool:start', 'tool:done'] })).toBe(6);
    const [first] = await log.read({ after: log.start, limit: 1, filter: { tools: ['weather'] } });
    expect(first?.event).toMatchObject({ type: 'tool:start', data: { tool: 'weather' } });
  });

  it('keeps no more events than it may, and says where it now begins', async () => {
    await open({ maxEvents: 100 });
    await append(250);
    const ids = committed();
    const held = await log.read({ limit: 1_000 });
    expect(held.map((logged) => logged.id)).toEqual(ids.slice(150));
    expect(log.start).toBe(ids[149]);
  });

  it('tells known positions from those it cannot follow on from', async () => {
    await open({ maxEvents: 5 });
    const { start } = log;
    await append(10);
    const ids = batches.flatMap((batch) => batch.events.map((logged) => logged.id));
    expect(await log.locate(ids[7]!)).toEqual({ known: true });
    expect(await log.locate(ids[4]!)).toEqual({ known: true });
    expect(await log.locate(start)).toEqual({ known: false, resumeAfter: ids[4] });
    const beyond = String(Number(ids[9]) + 1) as typeof start;
    expect(await log.locate(beyond)).toEqual({ known: false, resumeAfter: ids[9] });
  });

  it('knows where it begins also when its oldest events leave while it is asked', async () => {
    await open({ maxEvents: 5 });
    await append(8);
    const ids = batches.flatMap((batch) => batch.events.map((logged) => logged.id));
    const leaving = append(2);
    const [begins, left] = await Promise.all([log.locate(ids[4]!), log.locate(ids[3]!)]);
    await leaving;
    expect(begins).toEqual({ known: true });
    expect(left).toEqual({ known: false, resumeAfter: ids[4] });
  });
});

describe('the sqlite log across restarts', () => {
  it('keeps events and checkpoints, and never hands out an id again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crowsnest-log-'));
    const url = `sqlite:${join(folder, 'events.db')}`;
    const first = createEventLog(url);
    await first.open(() => undefined);
    first.append(call('one'));
    await first.flush();
    await first.saveCheckpoint('stats', { asOf: first.last, value: { calls: 1 } });
    const { last, since } = first;
    await first.close();

    const second = createEventLog(url);
    await second.open(() => undefined);
    expect(second.last).toBe(last);
    expect(second.since).toBe(since);
    expect(await second.loadCheckpoint('stats')).toEqual({ asOf: last, value: { calls: 1 } });
    second.append(call('two'));
    await second.flush();
    expect(compareEventIds(second.last, last)).toBeGreaterThan(0);
    const events = await second.read({ limit: 10 });
    expect(events.map((logged) => logged.event.data)).toEqual([
      { callId: 'one', tool: 'search' },
      { callId: 'two', tool: 'search' },
    ]);
    await second.close();
    await rm(folder, { recursive: true });
  });
});
