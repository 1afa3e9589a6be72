import { EventLog, ProjectionKeeper } from '#events';
import { publishCalls } from '../support/server/published-calls.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

describe('a checkpoint of a projection that no longer exists', () => {
  let application: TestApplication;

  afterEach(() => application.app.close());

  it('is deleted at the next start, so that it keeps no events beyond the maximum', async () => {
    const events = { log: `sqlite:${await temporaryFolder()}/events.db`, maxEvents: 100 };
    application = await startApplication([], { events });
    const log = application.app.get(EventLog);
    await log.saveCheckpoint('of-another-version', { asOf: log.start, value: {} });
    const { start } = log;
    await publishCalls(application, 300);
    await application.app.get(ProjectionKeeper).save();
    await publishCalls(application, 1);
    expect(log.start).toBe(start);
    await application.app.close();

    application = await startApplication([], { events });
    const reopened = application.app.get(EventLog);
    expect(await reopened.loadCheckpoint('of-another-version')).toBeUndefined();
    expect(await reopened.loadCheckpoint('stats')).toBeDefined();
    await reopened.flush();
    await application.app.get(ProjectionKeeper).save();
    // Old events are deleted in steps, when new ones are committed.
    for (let round = 0; round < 3; round += 1) await publishCalls(application, 1);
    expect(await reopened.read({ limit: 1_000 })).toHaveLength(100);
  });
});
