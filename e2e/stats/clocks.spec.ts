import { jest } from '@jest/globals';
import type { StatsSnapshot } from '#contract';
import { callRequest, beginSession, sendRaw } from '../support/agents/raw-mcp.ts';
import { ingest, INGEST_OPTION, OutsideSource } from '../support/ingest/outside-source.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { readStats } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The percentiles look at the last five minutes. */
const WINDOW_MS = 5 * MINUTE_MS;

describe('the percentiles of a server', () => {
  let application: TestApplication;
  let source: OutsideSource;
  let session: { 'mcp-session-id': string };
  let calls = 0;
  /** The time of day, as everything in the process sees it. */
  let now: number;
  let clock: jest.Spied<typeof Date.now>;

  beforeEach(async () => {
    now = Date.now();
    clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
    application = await startApplication([ScriptedTools], { ingest: INGEST_OPTION });
    source = new OutsideSource('orders.1');
    calls = 0;
    session = { 'mcp-session-id': await beginSession(application.origin) };
    await ingest(application.origin, source.body(source.open()));
  });

  afterEach(async () => {
    clock.mockRestore();
    await application.app.close();
  });

  /** Waits for the counters to hold all calls so far. */
  const settled = (): Promise<StatsSnapshot> => {
    const read = async (): Promise<StatsSnapshot | undefined> => {
      const stats = await readStats(application.origin);
      return stats.totalToolCalls === calls && stats.toolCallsInFlight === 0 ? stats : undefined;
    };
    return waitUntil(read, { reason: `${calls} calls are counted` }) as Promise<StatsSnapshot>;
  };

  /** Tells of calls that took a time, in milliseconds, and ended at a time of day. */
  const tell = async (durationMs: number, times: number, at = now): Promise<void> => {
    const time = new Date(at).toISOString();
    const events = Array.from({ length: times }, () => {
      calls += 1;
      const call = { callId: `told-${calls}`, tool: 'search' };
      return [
        source.event('tool:start', call, 's1', time),
        source.event('tool:done', { ...call, durationMs }, 's1', time),
      ];
    });
    const { status, body } = await ingest(application.origin, source.body(...events.flat()));
    expect([status, body.rejected]).toEqual([202, []]);
    await settled();
  };

  /** Calls a tool over `/mcp` while the clock of the server is off, by milliseconds. */
  const callWithClockOff = async (byMs: number): Promise<void> => {
    const right = now;
    now += byMs;
    await sendRaw(application.origin, callRequest('add', { a: 1, b: 2 }), { headers: session });
    calls += 1;
    await settled();
    now = right;
  };

  const p50 = async (): Promise<number | null> => (await settled()).p50LatencyMs;

  it.each([
    ['ahead', DAY_MS],
    ['behind', -DAY_MS],
  ])('neither freeze nor lose anything for a call while its clock is a day %s', async (_, byMs) => {
    await tell(1_000, 5);
    await callWithClockOff(byMs);
    expect(await p50()).toBeCloseTo(1_000, -2);
    now += MINUTE_MS;
    await tell(1_000, 5);
    expect(await p50()).toBeCloseTo(1_000, -2);
    // They move on: what is older than the window is out of it.
    now += WINDOW_MS + MINUTE_MS;
    await tell(7_000, 5);
    expect(await p50()).toBeCloseTo(7_000, -3);
  });

  it('lose nothing for the many events of an observer whose clock is a day behind', async () => {
    await tell(1_000, 5);
    await tell(7_000, 50, now - DAY_MS);
    expect(await p50()).toBeCloseTo(1_000, -2);
    now += MINUTE_MS;
    await tell(1_000, 5);
    expect(await p50()).toBeCloseTo(1_000, -2);
  });

  it('go on after the many events of an observer whose clock is a day ahead', async () => {
    await tell(1_000, 5);
    await tell(1_000, 50, now + DAY_MS);
    now += WINDOW_MS + MINUTE_MS;
    await tell(7_000, 5);
    expect(await p50()).toBeCloseTo(7_000, -3);
  });
});
