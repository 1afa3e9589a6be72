import type { INestApplication } from '@nestjs/common';
import type { CrowsnestEvent } from '#contract';
import { collectEvents, connectLegacyClient, type LegacyClient } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication } from '../support/server/test-application.ts';

const TENANTS = ['acme', 'globex'] as const;
const OPTIONS = {
  mcp: { agentKeys: TENANTS.map((tenantId) => ({ tenantId, key: `a-key-of-${tenantId}` })) },
};
/** Short enough to see events end. */
const SHORT_MS = 2_000;

describe('events of a tenant and of a type that are stored for a shorter time', () => {
  let app: INestApplication;
  let origin: string;
  let log: string;

  const start = async (): Promise<void> => {
    const events = {
      log,
      tenants: { acme: { maxAgeMs: SHORT_MS } },
      types: { 'session:close': { maxAgeMs: SHORT_MS } },
    };
    ({ app, origin } = await startApplication([ScriptedTools], { ...OPTIONS, events }));
  };

  beforeEach(async () => {
    log = `sqlite:${await temporaryFolder()}/events.db`;
    await start();
  });

  afterEach(() => app.close());

  const connect = (tenant: string): Promise<LegacyClient> =>
    connectLegacyClient(app, { name: 'agent', key: `a-key-of-${tenant}` });
  const namesOf = ({ tenantId, type }: CrowsnestEvent): string => `${tenantId} ${type}`;
  const stored = async (): Promise<string[]> => (await readAll(origin, '0')).map(namesOf);

  /** A call of each tenant, in sessions that end. Returns the events of that, some of which may be gone already. */
  async function callOfEach(): Promise<CrowsnestEvent[]> {
    const record = collectEvents(app);
    for (const tenant of TENANTS) {
      const agent = await connect(tenant);
      await agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
      await asAdmin(origin, `/sessions/${agent.transport.sessionId}`, { method: 'DELETE' });
      await agent.close();
    }
    // The newest event always stays.
    const last = await connect('globex');
    await last.close();
    await record.settled();
    return record.events;
  }

  it('are gone from the history, and neither counters nor the audit trail lose anything', async () => {
    const before = (await callOfEach()).map(namesOf);
    expect(before).toEqual(expect.arrayContaining(['acme tool:done', 'globex session:close']));
    const { totalToolCalls, errorCount, activeSessions } = await readStats(origin);
    const left = before.filter((name) => !/^acme (tool|session)|session:close/.test(name));
    await waitUntil(async () => (await stored()).join() === left.join(), {
      reason: 'only the events of others are left',
      seen: stored,
      timeoutMs: 60_000,
    });
    expect(left).toContain('acme admin:session-end');
    await app.close();
    await start();
    expect(await readStats(origin)).toMatchObject({ totalToolCalls, errorCount });
    expect(totalToolCalls).toBe(2);
    expect(activeSessions).toBe(1);
  });

  it('are told as a gap to whoever resumes before them, with fresh counters, and to nobody else', async () => {
    const all = await callOfEach();
    const opened = all.find(({ type }) => type === 'session:open')!;
    const newest = all.at(-1)!;
    await waitUntil(async () => !(await stored()).some((name) => name.startsWith('acme tool')), {
      reason: 'the events of acme are gone',
      seen: stored,
      timeoutMs: 60_000,
    });
    const behind = await EventStream.open(origin, { lastEventId: opened.id });
    await behind.until(() => behind.gaps.length > 0);
    const [gap] = behind.gaps;
    expect(behind.hello.complete).toBe(false);
    expect(gap).toMatchObject({ requested: opened.id, stats: { totalToolCalls: 2 } });
    const resumed = await EventStream.open(origin, { lastEventId: newest.id });
    expect(resumed.hello.complete).toBe(true);
    expect(resumed.gaps).toEqual([]);
    behind.cut();
    resumed.cut();
  });
});
