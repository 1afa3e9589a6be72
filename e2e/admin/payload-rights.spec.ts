import type { INestApplication } from '@nestjs/common';
import type { AdminRole, CrowsnestEvent, HistoryPage } from '#contract';
import { connectModernClient } from '#testing';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication } from '../support/server/test-application.ts';

const ROLES = ['viewer', 'auditor', 'operator', 'admin'] as const;
const SUM = 814_253;
const CALL = { name: 'add', arguments: { a: SUM, b: 0 } };

function bearer(role: AdminRole): { authorization: string } {
  return { authorization: `Bearer a-token-for-the-role-${role}` };
}

describe('arguments and results of calls', () => {
  let app: INestApplication;
  let origin: string;

  beforeEach(async () => {
    const tokens = ROLES.map((role) => ({
      token: `a-token-for-the-role-${role}`,
      name: role,
      role,
      tenantId: null,
    }));
    ({ app, origin } = await startApplication([ScriptedTools], {
      tools: { payloads: { mode: 'redacted' } },
      signIn: { tokens },
    }));
  });

  afterEach(() => app.close());

  async function textOf(role: AdminRole, path: string): Promise<string> {
    const response = await fetch(`${origin}${path}`, { headers: bearer(role) });
    expect(response.status).toBe(200);
    return response.text();
  }

  /** Everything that a stream says of a call that is made while it is open. */
  async function live(role: AdminRole, query: string): Promise<CrowsnestEvent[]> {
    const stream = await EventStream.open(origin, { headers: bearer(role), query });
    const agent = await connectModernClient(app);
    await agent.callTool(CALL);
    await stream.until(() => stream.events.some(({ type }) => type === 'tool:done'));
    stream.cut();
    await agent.close();
    return stream.events;
  }

  it.each([
    ['viewer', false],
    ['operator', false],
    ['auditor', true],
    ['admin', true],
  ] as const)('on every way to the role %s are shown: %s', async (role, isShown) => {
    const streams = [await live(role, ''), await live(role, '?type=tool:start,tool:done')];
    const replayed = await EventStream.open(origin, { headers: bearer(role), query: '?replay=20' });
    const resumed = await EventStream.open(origin, { headers: bearer(role), lastEventId: '0' });
    for (const stream of [replayed, resumed])
      await stream.until(() => stream.events.filter(({ type }) => type === 'tool:done').length === 2);
    const history = await textOf(role, '/history');
    const { events } = JSON.parse(history) as HistoryPage;
    const session = `/sessions/${events.find(({ type }) => type === 'tool:start')?.sessionId ?? ''}/events`;
    const texts = [
      ...[...streams, replayed.events, resumed.events].map((all) => JSON.stringify(all)),
      history,
      await textOf(role, session),
      await textOf(role, '/history/export'),
      await textOf(role, '/history/export?format=csv'),
    ];
    expect(texts.map((text) => text.includes(String(SUM)))).toEqual(texts.map(() => isShown));
    expect(await textOf(role, '/stats')).not.toContain(String(SUM));
    const start = events.find(({ type }) => type === 'tool:start');
    const size = { argumentBytes: JSON.stringify(CALL.arguments).length };
    expect(start?.data).toMatchObject(
      isShown ? { ...size, arguments: CALL.arguments } : { ...size, payload: 'hidden' },
    );
    for (const stream of [replayed, resumed]) stream.cut();
  });
});
