import { execFileSync } from 'node:child_process';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { EventLog, ProjectionKeeper } from '#events';
import { connectLegacyClient } from '#testing';
import { Tool } from '#tools';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

@Injectable()
class Echo {
  @Tool({ name: 'echo' })
  echo(): string {
    return 'echo';
  }
}

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'ignore' });

/** Mounts a disk of 4 MiB. Throws if the user may not mount. */
const mountSmallDisk = (folder: string) => run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder);

async function canMount(): Promise<boolean> {
  const folder = await temporaryFolder();
  try {
    mountSmallDisk(folder);
  } catch {
    return false;
  }
  run('umount', folder);
  return true;
}

((await canMount()) ? describe : describe.skip)('a full disk', () => {
  let folder: string;
  let ballast: string;
  let application: TestApplication;

  const fillDisk = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    await writeFile(ballast, Buffer.alloc(bavail * bsize)).catch(() => undefined);
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    ballast = join(folder, 'ballast');
    mountSmallDisk(folder);
    application = await startApplication([Echo], { events: { log: `sqlite:${join(folder, 'events.db')}` } });
  });

  afterEach(async () => {
    await application.app.close();
    run('umount', folder);
  });

  it('stops no call and no stream, and loses no event once there is space again', async () => {
    const { origin } = application;
    const { asOf } = await readStats(origin);
    const stream = await EventStream.open(origin);
    const client = await connectLegacyClient(origin);
    const call = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) await client.callTool({ name: 'echo', arguments: {} });
    };
    const seen = (type: string): number => stream.events.filter((event) => event.type === type).length;

    await call(5);
    await stream.until(() => seen('tool:done') === 5);
    await fillDisk();

    // SQLite's write-ahead log still has a little space in its last page.
    await call(100);
    await stream.until(() => seen('log:degraded') === 1 && seen('tool:done') === 105);
    expect(await (await asAdmin(origin, '/health/ready')).json()).toEqual({
      status: 'ready',
      log: 'degraded',
    });
    expect((await readStats(origin)).totalToolCalls).toBe(105);

    await rm(ballast);
    await stream.until(() => seen('log:recovered') === 1);
    expect(stream.events.at(-1)).toMatchObject({ type: 'log:recovered', data: { lost: 0 } });
    expect(await (await asAdmin(origin, '/health/ready')).json()).toEqual({ status: 'ready', log: 'ok' });
    expect(await readAll(origin, asOf)).toEqual(stream.events);
    await client.close();
    stream.cut();
  });

  it('does not prevent the counters from being saved once there is space again', async () => {
    const { app, origin } = application;
    const keeper = app.get(ProjectionKeeper);
    const stream = await EventStream.open(origin);
    const client = await connectLegacyClient(origin);
    const seen = (type: string): number => stream.events.filter((event) => event.type === type).length;
    await fillDisk();

    // Uses up the space that is left in SQLite's write-ahead log. Checkpoints that fail do no harm.
    while (seen('log:degraded') === 0) {
      await client.callTool({ name: 'echo', arguments: {} });
      await keeper.save();
    }
    await rm(ballast);
    await stream.until(() => seen('log:recovered') === 1);
    await app.get(EventLog).flush();
    await client.callTool({ name: 'echo', arguments: {} });
    await app.get(EventLog).flush();
    await keeper.save();
    const { asOf } = await readStats(origin);
    expect(await app.get(EventLog).loadCheckpoint('stats')).toMatchObject({ asOf });
    await client.close();
    stream.cut();
  });
});
