import { once } from 'node:events';
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { compareEventIds, type EventId, type UncommittedEvent } from '#contract';
import { createEventLog, EncodedEvents, type EventLog, type LoggedEvent, type LostRange } from '#events';
import { waitUntil } from '../../../../e2e/support/environment/wait-until.ts';

const call = (callId: string): UncommittedEvent => ({
  type: 'tool:start',
  sessionId: 'session',
  tenantId: 'default',
  timestamp: new Date().toISOString(),
  data: { callId, tool: 'search' },
});

describe('a sqlite log whose file or thread goes away', () => {
  let folder: string;
  let path: string;
  let log: EventLog;
  let told: LoggedEvent[];

  const open = async (): Promise<void> => {
    told = [];
    log = createEventLog(`sqlite:${path}`);
    await log.open();
    log.follow({
      committed: ({ events }) => told.push(...events),
      publish: (draft) => log.append({ ...draft, timestamp: new Date().toISOString() }),
      notice: () => undefined,
      findSession: () => undefined,
      refused: () => undefined,
    });
  };
  const append = (count: number): void => {
    for (let n = 0; n < count; n += 1) log.append(call(String(n)));
  };
  const idsOf = (events: readonly LoggedEvent[]): EventId[] => events.map(({ id }) => id);
  const held = async (): Promise<EventId[]> => idsOf(await log.read({ after: log.start, limit: 1_000_000 }));
  const holesAfter = (position: EventId): LostRange[] => {
    const holes: LostRange[] = [];
    for (let hole = log.lostAfter(position); hole; hole = log.lostAfter(hole.last)) holes.push(hole);
    return holes;
  };
  /** Resolves once an event of this type was delivered. */
  const until = (type: string): Promise<unknown> =>
    waitUntil(() => told.some((event) => event.type === type), {
      reason: `${type} is delivered`,
      seen: () => ({ told: told.length, last: told.at(-1)?.type }),
    });

  beforeEach(async () => {
    Logger.overrideLogger(false);
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-log-'));
    path = join(folder, 'events.db');
    await open();
  });

  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
    jest.restoreAllMocks();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  it('pages events that were delivered live and still wait in memory after those in the store', async () => {
    append(300);
    await log.flush();
    await rm(path);
    append(5);
    await until('log:degraded');
    const expected = Buffer.from(EncodedEvents.of(told).lines).toString();
    let text = '';
    for (let after = log.start, upTo = log.last, more = true; more;) {
      const page = await log.readPage({ after, upTo });
      text += Buffer.from(page.events.lines).toString();
      after = page.last ?? after;
      more = page.isFull;
    }
    expect(text).toBe(expected);
    await until('log:recovered');
  });

  it('notices that its file was deleted, reports it, and restores all events', async () => {
    append(300);
    await log.flush();
    await log.saveCheckpoint('stats', { asOf: log.last, value: { calls: 300 } });
    const { since } = log;
    await rm(path);
    append(1);
    await until('log:degraded');
    expect(told.find(({ type }) => type === 'log:degraded')?.event.data).toEqual({
      error: expect.stringContaining(`${path} was deleted`),
    });
    await until('log:recovered');
    await log.flush();
    expect(await held()).toEqual(idsOf(told));
    expect((await stat(path)).mode & 0o777).toBe(0o600);

    await log.close();
    expect(await readdir(folder)).toEqual(['events.db']);
    const before = idsOf(told);
    await open();
    expect(await held()).toEqual(before);
    expect(log.since).toBe(since);
    expect(await log.loadCheckpoint('stats')).toMatchObject({ value: { calls: 300 } });
  });

  it('keeps its events when the file is deleted before an orderly shutdown', async () => {
    append(10);
    await log.flush();
    await rm(path);
    await log.close();
    const before = idsOf(told);
    await open();
    expect(await held()).toEqual(before);
  });

  it('writes to no other file that takes its place, and continues once that file is gone', async () => {
    append(10);
    await log.flush();
    await rename(path, `${path}.moved`);
    await writeFile(path, 'somebody else');
    append(1);
    await until('log:degraded');
    expect(log.condition).toBe('degraded');
    await rm(path);
    await until('log:recovered');
    await log.flush();
    expect(await held()).toEqual(idsOf(told));
  });

  it('remembers the ranges of dropped events across a restart', async () => {
    append(10);
    await log.flush();
    const before = log.last;
    await rename(path, `${path}.moved`);
    await writeFile(path, 'somebody else');
    append(1);
    await until('log:degraded');
    append(100_400);
    await rm(path);
    await until('log:recovered');
    await log.flush();
    const kept = new Set(await held());
    const lost = idsOf(told).filter((id) => !kept.has(id));
    const times = new Map(told.map(({ id, event }) => [id, event.timestamp]));
    expect(lost.length).toBeGreaterThanOrEqual(400);

    // There can be several: the store may have been writing some events when others were dropped.
    const holes = holesAfter(before);
    expect(holes.reduce((sum, { missing }) => sum + (missing ?? 0), 0)).toBe(lost.length);
    for (const restart of [false, true]) {
      if (restart) {
        await log.close();
        await open();
      }
      expect(holesAfter(before)).toEqual(holes);
      expect(await log.locate(before)).toEqual({ known: true });
      for (const { after, last, from, to } of holes) {
        const inside = lost.filter((id) => compareEventIds(id, after) > 0 && compareEventIds(id, last) <= 0);
        expect(await log.locate(inside[0]!)).toEqual({ known: false, resumeAfter: last });
        expect(await log.locate(last)).toEqual({ known: true });
        expect([from, to]).toEqual([times.get(inside[0]!), times.get(last)]);
      }
    }
  });

  it('continues with a new thread when its own dies', async () => {
    const posts = jest.spyOn(Worker.prototype, 'postMessage');
    append(10);
    await log.flush();
    const thread = posts.mock.contexts.at(-1) as Worker;
    const gone = once(thread, 'exit');
    await thread.terminate();
    await gone;
    expect(await held()).toEqual(idsOf(told));
    append(10);
    await log.flush();
    expect(log.condition).toBe('ok');
    expect(told).toHaveLength(20);
    expect(await held()).toEqual(idsOf(told));
  });

  it('stores nothing twice when its thread dies between a commit and the answer', async () => {
    const posts = jest.spyOn(Worker.prototype, 'postMessage');
    append(1);
    await log.flush();
    const thread = posts.mock.contexts.at(-1) as Worker;
    // Only this test receives the answer.
    thread.removeAllListeners('message');
    const answered = once(thread, 'message');
    append(10);
    await answered;
    await thread.terminate();
    await until('log:recovered');
    await log.flush();
    expect(await held()).toEqual(idsOf(told));
    expect(new Set(idsOf(told)).size).toBe(told.length);
  });
});
