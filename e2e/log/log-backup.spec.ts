import { randomUUID } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { UncommittedEvent } from '#contract';
import { createEventLog, EventLog } from '#events';
import { backUp, restore } from '../../apps/cli/log-backup/back-up.ts';
import { withCopyOf } from '../../apps/cli/log-backup/log-place.ts';
import { verifyLog, type Findings } from '../../apps/cli/log-backup/verify-log.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const CALLS = 200;

const newPath = async (): Promise<string> => `${await temporaryFolder()}/events.db`;
const rest = { options: {}, signal: new AbortController().signal, copied: () => undefined };

function calls(count: number): UncommittedEvent[] {
  const place = { sessionId: 's', tenantId: 'acme', timestamp: new Date().toISOString() };
  return Array.from({ length: count }, (): UncommittedEvent[] => {
    const call = { callId: randomUUID(), tool: 'search' };
    const ended = { ...call, durationMs: 1 };
    return [
      { type: 'tool:start', ...place, data: call },
      { type: 'tool:done', ...place, data: ended },
    ];
  }).flat();
}

async function append({ app }: TestApplication, count = CALLS): Promise<void> {
  for (const event of calls(count)) app.get(EventLog).append(event);
  await app.get(EventLog).flush();
}

async function verify(url: string): Promise<Findings> {
  const log = createEventLog(url);
  try {
    await log.open();
    return await verifyLog(log);
  } finally {
    await log.close();
  }
}

const verifyFile = (path: string): Promise<Findings> =>
  withCopyOf(path, (copy) => verify(`sqlite:${copy.path}`));

/** Backs a log up while a server goes on with it; resolves with what the server told before, and the backup. */
async function backUpRunning(log: string) {
  const server = await startApplication([], { events: { log } });
  await append(server);
  const [before, stats] = [await readAll(server.origin, '0'), await readStats(server.origin)];
  const file = await newPath();
  await Promise.all([append(server), backUp({ log, file, ...rest })]);
  await append(server);
  await server.app.close();
  return { file, before, stats };
}

describe('the backup of a log in a file', () => {
  it('is taken while the server goes on, and a server goes on from what was restored', async () => {
    const { file, before, stats } = await backUpRunning(`sqlite:${await newPath()}`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await verifyFile(file)).events).toBeGreaterThanOrEqual(before.length);
    const path = await newPath();
    await restore({ log: `sqlite:${path}`, file, ...rest });
    const { app, origin } = await startApplication([], { events: { log: `sqlite:${path}` } });
    expect((await readAll(origin, '0')).slice(0, before.length)).toEqual(before);
    const restored = await readStats(origin);
    expect(restored.since).toBe(stats.since);
    expect(restored.totalToolCalls).toBeGreaterThanOrEqual(stats.totalToolCalls);
    await app.close();
  });

  it('takes the place of no file, and is restored over none', async () => {
    const [path, file] = [await newPath(), await newPath()];
    const log = `sqlite:${path}`;
    await backUpRunning(log);
    await writeFile(file, 'of somebody else');
    await expect(backUp({ log, file, ...rest })).rejects.toThrow('There is a file at');
    expect(await readFile(file, 'utf8')).toBe('of somebody else');
    await expect(restore({ log, file: path, ...rest })).rejects.toThrow('There is a file at');
  });
});

describe('a place that takes no backup', () => {
  it('is named, and not the log', async () => {
    const path = await newPath();
    const server = await startApplication([], { events: { log: `sqlite:${path}` } });
    await server.app.close();
    const folder = `${await newPath()}/of-a-file`;
    await writeFile(folder.slice(0, -'/of-a-file'.length), 'no folder');
    const attempt = backUp({ log: `sqlite:${path}`, file: `${folder}/backup.db`, ...rest });
    const error = { code: 'LOG_NOT_WRITABLE', message: expect.stringContaining(`${folder}/backup.db`) };
    await expect(attempt).rejects.toMatchObject(error);
    await expect(attempt).rejects.toMatchObject({ message: expect.not.stringContaining('CROWSNEST_LOG') });
  });
});

describeWithRedis('the backup of a log in Redis', () => {
  it('is taken while the servers go on, and is restored to an empty log', async () => {
    const redis = await RedisServer.start();
    const { file, before } = await backUpRunning(redis.url(randomUUID()));
    expect((await verifyFile(file)).events).toBeGreaterThanOrEqual(before.length);
    const log = redis.url(randomUUID());
    await restore({ log, file, ...rest });
    expect((await verify(log)).events).toBeGreaterThanOrEqual(before.length);
    await redis.dispose();
  });
});

describe('the check of a log', () => {
  let path: string;

  beforeEach(async () => {
    path = await newPath();
    const server = await startApplication([], { events: { log: `sqlite:${path}` } });
    await append(server);
    await server.app.close();
  });

  const change = (sql: string): void => {
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
  };

  it('finds no fault in what a server has left', async () => {
    const found = await verifyFile(path);
    expect(found).toMatchObject({ openCalls: 0, countedAgain: found.events });
    expect(found.events).toBeGreaterThanOrEqual(2 * CALLS);
  });

  it.each([
    ['an id that goes back', `UPDATE batches SET events = events || events`, /ids have to increase/],
    [
      'a call that ends twice',
      `UPDATE batches SET events = replace(events, '"tool:start"', '"tool:done"')`,
      /ends (?:with event \d+, but never began|a second time)/,
    ],
    [
      'counters that differ from the events',
      `UPDATE checkpoints SET value = replace(value, '"totalToolCalls":200', '"totalToolCalls":199')`,
      /saved totalToolCalls = 199 as of event \d+, but its events give 200/,
    ],
  ])('names %s', async (_, sql, fault) => {
    change(sql);
    await expect(verifyFile(path)).rejects.toThrow(fault);
  });

  it('names a damaged page', async () => {
    const bytes = await readFile(path);
    bytes.fill(0xff, 8_192, 12_288);
    await writeFile(path, bytes);
    await expect(verifyFile(path)).rejects.toThrow(/cannot be read: /);
  });
});
