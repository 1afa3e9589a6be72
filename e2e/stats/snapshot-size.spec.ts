import type { StatsSnapshot } from '#contract';
import { EventLog, EventPublisher } from '#events';
import { asAdmin } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const SESSIONS = 10_000;
const TOOLS = 1_000;
const CALLS_PER_SESSION = 3;
/** One session in so many has a call that runs. */
const RUNNING_EVERY = 100;
/** A prime, so that the latencies of each tool are spread from 1 ms to 10 s. */
const SPREAD = 7_919;

describe('the snapshot', () => {
  let application: TestApplication;

  beforeEach(async () => {
    application = await startApplication([]);
  });

  afterEach(() => application.app.close());

  /** Publishes what a session does, with calls of three of the tools. */
  const publishSession = (n: number): void => {
    const publisher = application.app.get(EventPublisher);
    const of = { sessionId: `a-session-with-a-long-id-${n}`, tenantId: 'default' };
    const client = { name: `agent-${n}`, version: '1.0' };
    publisher.publish({
      ...of,
      type: 'session:open',
      data: { origin: 'protocol', client, protocolVersion: '2025-11-25' },
    });
    for (let k = 0; k < CALLS_PER_SESSION; k += 1) {
      const at = n * CALLS_PER_SESSION + k;
      const call = { callId: `a-call-with-a-long-id-${at}`, tool: `a_tool_with_a_long_name_${at % TOOLS}` };
      publisher.publish({ ...of, type: 'tool:start', data: call });
      if (k === 0 && n % RUNNING_EVERY === 0) continue;
      const durationMs = 1 + ((at * SPREAD) % 10_000);
      publisher.publish({ ...of, type: 'tool:done', data: { ...call, durationMs } });
    }
  };

  it('stays under 1 MB with 10,000 open sessions and 1,000 tools', async () => {
    for (let n = 0; n < SESSIONS; n += 1) {
      publishSession(n);
      if (n % 500 === 499) await application.app.get(EventLog).flush();
    }
    const text = await (await asAdmin(application.origin, '/stats')).text();
    const { activeSessions, tools, inFlight, totalToolCalls } = JSON.parse(text) as StatsSnapshot;
    expect([activeSessions, Object.keys(tools).length]).toEqual([SESSIONS, TOOLS]);
    expect([totalToolCalls, inFlight.length]).toEqual([
      SESSIONS * CALLS_PER_SESSION,
      SESSIONS / RUNNING_EVERY,
    ]);
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  });
});
