import { rename, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { CrowsnestEvent, RangeStats, StatsSeries, UncommittedEvent } from '#contract';
import { EventLog } from '#events';
import { nextMillisecond } from '../support/environment/next-millisecond.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

describe('the counters of a range of which events are missing', () => {
  let application: TestApplication;

  afterEach(() => application.app.close());

  const get = async <T>(path: string): Promise<T> =>
    (await (await asAdmin(application.origin, path)).json()) as T;

  it('say that retention has dropped some, and count the rest', async () => {
    application = await startApplication([], { events: { log: 'memory:', maxEvents: 10 } });
    const before = new Date().toISOString();
    await publishCalls(application, 10);
    expect(await get('/stats')).toMatchObject({ totalToolCalls: 10 });
    // A range up to now ends before the current millisecond.
    await nextMillisecond();
    expect(await get(`/stats?from=${before}`)).toMatchObject({ totalToolCalls: 10, complete: true });
    await publishCalls(application, 5);
    await nextMillisecond();
    expect(await get(`/stats?from=${before}`)).toMatchObject({ totalToolCalls: 10, complete: false });
    const kept = await readAll(application.origin, application.app.get(EventLog).start);
    const rest = await get<RangeStats>(`/stats?from=${kept[5]!.timestamp}`);
    expect(rest).toMatchObject({ totalToolCalls: 5, complete: true });
  });

  it('say so as well of those that were stamped in the millisecond of the oldest that is kept', async () => {
    application = await startApplication([], { events: { log: 'memory:', maxEvents: 10 } });
    const log = application.app.get(EventLog);
    const anHourAgo = Date.now() - 3_600_000;
    const [timestamp, next] = [anHourAgo, anHourAgo + 1].map((ms) => new Date(ms).toISOString());
    for (let n = 0; n < 15; n += 1) log.append(startOf(`call ${n}`, timestamp!));
    await log.flush();
    expect(await get(`/stats?from=${timestamp}`)).toMatchObject({ totalToolCalls: 10, complete: false });
    expect(await get(`/stats?from=${next}`)).toMatchObject({ totalToolCalls: 0, complete: true });
  });

  it('say that an outage has lost some, and only where the range has them', async () => {
    const path = `${await temporaryFolder()}/events.db`;
    application = await startApplication([], { events: { log: `sqlite:${path}` } });
    const events = await publishCalls(application, 10);
    await application.app.close();
    const [from, to] = ['2026-01-01T10:00:00.000Z', '2026-01-01T11:00:00.000Z'];
    loseEvents(path, { events, from, to });
    application = await startApplication([], { events: { log: `sqlite:${path}` } });
    const isComplete = async (range: string): Promise<boolean[]> => {
      const counted = await get<RangeStats>(`/stats?${range}`);
      const series = await get<StatsSeries>(`/stats/series?${range}`);
      return [counted.complete, series.complete];
    };
    expect(await isComplete(`from=${from}`)).toEqual([false, false]);
    expect(await isComplete(`from=2026-01-01&to=2026-01-01T10:00:00.001Z`)).toEqual([false, false]);
    expect(await isComplete(`from=2026-01-01T11:00:00.001Z`)).toEqual([true, true]);
    expect(await isComplete(`from=2026-01-01&to=${from}`)).toEqual([true, true]);
    expect(await get(`/stats?from=${from}`)).toMatchObject({ totalToolCalls: 10 });
  });

  it('include events that wait for the disk', async () => {
    const path = `${await temporaryFolder()}/events.db`;
    application = await startApplication([], { events: { log: `sqlite:${path}` } });
    const from = new Date().toISOString();
    await publishCalls(application, 10);
    await rename(path, `${path}.moved`);
    await writeFile(path, 'somebody else');
    await publishCalls(application, 5);
    expect(application.app.get(EventLog).condition).toBe('degraded');
    await nextMillisecond();
    expect(await get(`/stats?from=${from}`)).toMatchObject({
      totalToolCalls: 15,
      toolCallsInFlight: 15,
      logOutage: { error: expect.any(String) },
    });
    const { points } = await get<StatsSeries>(`/stats/series?from=${from}&step=3600000`);
    expect(points.reduce((sum, { calls }) => sum + calls, 0)).toBe(15);
    await rm(path);
  });
});

function startOf(callId: string, timestamp: string): UncommittedEvent {
  const data = { callId, tool: 'search' };
  return { type: 'tool:start', sessionId: 'of search', tenantId: 'default', timestamp, data };
}

/** Records that the log has lost what was between two of its events. */
function loseEvents(
  path: string,
  { events, from, to }: { events: CrowsnestEvent[]; from: string; to: string },
): void {
  const database = new DatabaseSync(path);
  database
    .prepare('INSERT INTO lost (position, last, "from", "to", missing) VALUES (?, ?, ?, ?, 3)')
    .run(Number(events[3]?.id), Number(events[4]?.id), from, to);
  database.close();
}
