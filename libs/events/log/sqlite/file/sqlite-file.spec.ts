import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { EventId, UncommittedEvent } from '#contract';
import { createEventLog } from '#events';
import { idOfLine, splitLines } from '../../../encoding/json-lines.ts';
import { LoggedEvent } from '../../../encoding/logged-event.ts';
import { batchesOf } from './sqlite-batch.ts';
import { SqliteFile } from './sqlite-file.ts';
import type { Batch } from './sqlite-protocol.ts';
import { waitUntil } from '../../../../../e2e/support/environment/wait-until.ts';

const HOUR_MS = 3_600_000;

const batchesFor = (ids: number[], time: number): Batch[] => {
  const timestamp = new Date(time).toISOString();
  const event = { sessionId: 's', tenantId: 't', timestamp, data: { callId: 'c', tool: 'search' } };
  const events = ids.map((): UncommittedEvent => ({ type: 'tool:start', ...event }));
  const left = ids.map((id) => String(id) as EventId);
  return batchesOf(LoggedEvent.number(events, () => left.shift() as EventId));
};
const idsIn = (lines: string): number[] => splitLines(lines).map((line) => Number(idOfLine(line)));

describe('the file of a sqlite log', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-file-'));
    path = join(folder, 'events.db');
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it('deletes no event too soon when the clock steps back an hour, and every event in the end', () => {
    const file = new SqliteFile();
    const { start } = file.open({ path, maxEvents: 1_000, maxAgeMs: HOUR_MS });
    const began = Date.now();
    const now = jest.spyOn(Date, 'now');
    const held = (): number[] => idsIn(file.read({ after: start, limit: 100 }).lines);
    const append = (id: number, at: number): void => {
      now.mockReturnValue(at);
      file.append({ batches: batchesFor([id], at), lost: [] });
    };
    const [first, second, third, fourth] = [start + 1, start + 2, start + 3, start + 4];
    append(first, began);
    append(second, began - HOUR_MS);
    append(third, began + 1);
    expect(held()).toEqual([first, second, third]);
    append(fourth, began + HOUR_MS + 1);
    expect(held()).toEqual([third, fourth]);
    file.close();
  });

  it('lets a thousandth beyond the maximum accumulate, and then deletes it at once', () => {
    const file = new SqliteFile();
    const { start } = file.open({ path, maxEvents: 2_000, maxAgeMs: HOUR_MS });
    const held = (): number => idsIn(file.read({ after: start, limit: 3_000 }).lines).length;
    const append = (from: number, to: number): void => {
      const ids = Array.from({ length: to - from + 1 }, (_, index) => start + from + index);
      file.append({ batches: batchesFor(ids, Date.now()), lost: [] });
    };
    append(1, 2_002);
    expect(held()).toBe(2_002);
    append(2_003, 2_003);
    expect(held()).toBe(2_000);
    file.close();
  });

  it('stores events only once that are sent again, also from the middle of a batch', () => {
    const file = new SqliteFile();
    const { start } = file.open({ path, maxEvents: 1_000, maxAgeMs: HOUR_MS });
    const append = (...numbers: number[]): void => {
      const ids = numbers.map((n) => start + n);
      file.append({ batches: batchesFor(ids, Date.now()), lost: [] });
    };
    append(1, 2);
    append(1, 2);
    append(1, 2, 3, 4);
    append(4, 5);
    expect(idsIn(file.read({ after: start, limit: 100 }).lines).map((id) => id - start)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect([3, 5, 6].map((n) => file.has(start + n))).toEqual([true, true, false]);
    file.close();
    expect(file.open({ path, maxEvents: 1_000, maxAgeMs: HOUR_MS }).last).toBe(start + 5);
    file.close();
  });

  it('opens again once another process, which locked it while the thread was gone, releases it', async () => {
    Logger.overrideLogger(false);
    const told: string[] = [];
    const log = createEventLog(`sqlite:${path}`);
    await log.open();
    log.follow({
      committed: ({ events }) => told.push(...events.map(({ type }) => type)),
      publish: (draft) => log.append({ ...draft, timestamp: new Date().toISOString() }),
      notice: () => undefined,
      findSession: () => undefined,
      refused: () => undefined,
    });
    const posts = jest.spyOn(Worker.prototype, 'postMessage');
    const event: UncommittedEvent = {
      type: 'tool:start',
      sessionId: 's',
      tenantId: 't',
      timestamp: new Date().toISOString(),
      data: { callId: 'one', tool: 'search' },
    };
    log.append(event);
    await log.flush();
    const thread = posts.mock.contexts.at(-1) as Worker;
    const gone = once(thread, 'exit');
    await thread.terminate();
    await gone;
    const other = new DatabaseSync(path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    log.append(event);
    const until = (type: string) =>
      waitUntil(() => told.includes(type), { reason: `${type} is told`, seen: () => told });
    await until('log:degraded');
    expect(told).toEqual(['tool:start', 'tool:start', 'log:degraded']);
    other.exec('ROLLBACK');
    other.close();
    await until('log:recovered');
    expect((await log.read({ limit: 10 })).map(({ type }) => type)).toEqual(told);
    await log.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });
});
