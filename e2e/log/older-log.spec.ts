import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { CrowsnestEvent, StatsSnapshot } from '#contract';
import { EventLog } from '#events';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

/** What an earlier version reported about its log: every event of its history, and its counters after the last one. */
interface Recorded {
  events: CrowsnestEvent[];
  stats: StatsSnapshot;
}

const CENTURY_MS = 100 * 365 * 24 * 3_600_000;

async function unpacked(name: string): Promise<Buffer> {
  return gunzipSync(await readFile(new URL(`../support/older-logs/${name}.gz`, import.meta.url)));
}

/** A database with version 4 of the schema, left behind by a killed server, with a session and calls still open. */
describe('a log that an earlier version wrote', () => {
  let application: TestApplication;
  let recorded: Recorded;

  beforeEach(async () => {
    const path = `${await temporaryFolder()}/events.db`;
    await writeFile(path, await unpacked('version-4.db'));
    recorded = JSON.parse((await unpacked('version-4.json')).toString()) as Recorded;
    application = await startApplication([], { events: { log: `sqlite:${path}`, maxAgeMs: CENTURY_MS } });
    await application.app.get(EventLog).flush();
  });

  afterEach(() => application.app.close());

  it('keeps every event unchanged', async () => {
    const { origin } = application;
    expect((await readAll(origin, '0')).slice(0, recorded.events.length)).toEqual(recorded.events);
    const filtered = await asAdmin(origin, '/history?tool=late&type=tool:done&limit=3');
    const late = recorded.events.filter(({ type, data }) => type === 'tool:done' && data.tool === 'late');
    expect(await filtered.json()).toEqual({ events: late.slice(-3) });
  });

  it('is streamed completely and unchanged', async () => {
    const { origin } = application;
    const { asOf } = await readStats(origin);
    const [first, ...others] = recorded.events;
    const stream = await EventStream.open(origin, { lastEventId: first?.id ?? '' });
    // The arguments and results in it are opened, which is on record and follows.
    await stream.until(() => stream.events.some(({ id }) => id === asOf));
    expect(stream.gaps).toEqual([]);
    expect(stream.events.slice(0, others.length)).toEqual(others);
    stream.cut();
  });

  it('keeps its counters, and ends the calls that were in flight', async () => {
    const { stats } = recorded;
    const now = await readStats(application.origin);
    expect(now).toMatchObject({
      since: stats.since,
      totalToolCalls: stats.totalToolCalls,
      toolCallsInFlight: 0,
      activeSessions: 0,
      errorCount: stats.errorCount + stats.toolCallsInFlight,
    });
  });
});
