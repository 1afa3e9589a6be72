import type { SessionList } from '#contract';
import { asAdmin } from '../../support/server/admin-api.ts';
import { beginSession, callRequest, sendRaw } from '../../support/agents/raw-mcp.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { startApplication } from '../../support/server/test-application.ts';

/** Ended sessions without a call that are remembered. */
const REMEMBERED = 200;
const AT_ONCE = 50;
const PROBES = REMEMBERED + AT_ONCE;

describe('sessions that end without a call, as those of probes do,', () => {
  it('are forgotten before a session that worked, and counted', async () => {
    const { app, origin } = await startApplication([ScriptedTools]);
    const end = (id: string) =>
      sendRaw(origin, undefined, { method: 'DELETE', headers: { 'mcp-session-id': id } });
    const list = async (): Promise<SessionList> =>
      (await (await asAdmin(origin, '/sessions?limit=1000')).json()) as SessionList;

    const worked = await beginSession(origin);
    await sendRaw(origin, callRequest('add', { a: 1, b: 2 }), { headers: { 'mcp-session-id': worked } });
    await end(worked);
    const probe = async (): Promise<void> => void (await end(await beginSession(origin)));
    for (let probes = 0; probes < PROBES; probes += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, probe));

    await waitUntil(async () => (await list()).emptyForgotten === PROBES - REMEMBERED, {
      reason: 'the forgotten sessions are counted',
      seen: list,
    });
    const { sessions } = await list();
    expect(sessions).toHaveLength(REMEMBERED + 1);
    expect(sessions.at(-1)).toMatchObject({ sessionId: worked, calls: 1 });
    expect((await asAdmin(origin, `/sessions/${worked}`)).status).toBe(200);
    await app.close();
  });
});
