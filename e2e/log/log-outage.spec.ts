import { rename, rm, writeFile } from 'node:fs/promises';
import { EventBus, EventLog, EventPublisher, type LogCondition } from '#events';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

/** Puts another file in the place of the log, which cannot write until that file is removed. */
async function breakLog(path: string): Promise<void> {
  await rename(path, `${path}.moved`);
  await writeFile(path, 'somebody else');
}

describe('an outage of the log', () => {
  let path: string;
  let application: TestApplication;

  const start = async () => {
    application = await startApplication([], { events: { log: `sqlite:${path}` } });
  };
  const publish = (type: 'tool:start' | 'log:degraded', data: object) =>
    application.app.get(EventPublisher).publish({ type, sessionId: '', tenantId: '', data } as never);
  const condition = (wanted: LogCondition) =>
    waitUntil(() => application.app.get(EventLog).condition === wanted, { reason: `the log is ${wanted}` });

  beforeEach(async () => {
    path = `${await temporaryFolder()}/events.db`;
    await start();
  });

  afterEach(() => application.app.close());

  it('appears in the snapshots of "hello" and "/stats" until the log recovers', async () => {
    const { origin } = application;
    expect(await readStats(origin)).toMatchObject({ logOutage: null });
    await breakLog(path);
    publish('tool:start', { callId: 'a', tool: 'echo' });
    await condition('degraded');
    const stream = await EventStream.open(origin);
    const outage = { since: expect.stringMatching(/^\d{4}-.*Z$/), error: expect.any(String) };
    expect(stream.hello.stats.logOutage).toEqual(outage);
    expect(await readStats(origin)).toMatchObject({ logOutage: outage });
    await rm(path);
    await stream.until(() => stream.events.some(({ type }) => type === 'log:recovered'));
    expect(await readStats(origin)).toMatchObject({ logOutage: null });
    stream.cut();
  });

  it('is told by events that begin where all others do', async () => {
    const begun: string[] = [];
    application.app.get(EventBus).on('happened', 'The test', ({ type }) => void begun.push(type));
    await breakLog(path);
    publish('tool:start', { callId: 'a', tool: 'echo' });
    await condition('degraded');
    await rm(path);
    await waitUntil(() => begun.includes('log:recovered'), { reason: 'the log recovers' });
    expect(begun).toEqual(['tool:start', 'log:degraded', 'log:recovered']);
  });

  it('ends at the next start if the process died during it', async () => {
    publish('log:degraded', { error: 'disk full' });
    await application.app.get(EventLog).flush();
    expect(await readStats(application.origin)).toMatchObject({ logOutage: { error: 'disk full' } });
    await application.app.close();
    await start();
    await application.app.get(EventLog).flush();
    expect(await readStats(application.origin)).toMatchObject({ logOutage: null });
    const types = (await readAll(application.origin, '0')).map(({ type }) => type);
    expect(types).toEqual(['log:degraded', 'log:recovered']);
  });
});
