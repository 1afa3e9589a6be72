import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { UncommittedEvent } from '#contract';
import { createEventLog } from '#events';
import { SqliteFile } from './sqlite-file.ts';

const HOUR_MS = 3_600_000;

const packed = (id: number, time: number): string =>
  JSON.stringify({
    id: String(id),
    type: 'tool:start',
    sessionId: 's',
    tenantId: 't',
    timestamp: new Date(time).toISOString(),
    data: { callId: 'c', tool: 'search' },
  });

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

  it('lets nothing go too soon when the clock steps back an hour, and all in the end', () => {
    const file = new SqliteFile();
    const { start } = file.open({ path, maxEvents: 1_000, maxAgeMs: HOUR_MS });
    const began = Date.now();
    const now = jest.spyOn(Date, 'now');
    const held = (): number[] => file.read({ after: start, limit: 100 }).rows.map(({ id }) => id);
    const append = (id: number, at: number): void => {
      now.mockReturnValue(at);
      file.append({ events: packed(id, at), lost: [] });
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

  it('lets a thousandth gather beyond what it keeps, and go together', () => {
    const file = new SqliteFile();
    const { start } = file.open({ path, maxEvents: 2_000, maxAgeMs: HOUR_MS });
    const held = (): number => file.read({ after: start, limit: 3_000 }).rows.length;
    const append = (from: number, to: number): void => {
      const ids = Array.from({ length: to - from + 1 }, (_, index) => start + from + index);
      file.append({ events: ids.map((id) => packed(id, Date.now())).join('\n'), lost: [] });
    };
    append(1, 2_002);
    expect(held()).toBe(2_002);
    append(2_003, 2_003);
    expect(held()).toBe(2_000);
    file.close();
  });

  it('is taken up again once another process that locked it, while the thread was gone, lets it go', async () => {
    Logger.overrideLogger(false);
    const told: string[] = [];
    const log = createEventLog(`sqlite:${path}`);
    await log.open(({ events }) => told.push(...events.map(({ type }) => type)));
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
    while (!told.includes('log:degraded')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told).toEqual(['tool:start', 'tool:start', 'log:degraded']);
    other.exec('ROLLBACK');
    other.close();
    while (!told.includes('log:recovered')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await log.read({ limit: 10 })).map(({ type }) => type)).toEqual(told);
    await log.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });
});
