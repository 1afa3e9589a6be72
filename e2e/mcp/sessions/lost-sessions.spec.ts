import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SessionDirectory } from '#sessions';
import { collectEvents, unpairedCalls } from '#testing';
import { readAll, readSessions, readStats } from '../../support/server/admin-api.ts';
import { beginSession, callRequest, sendModern, sendRaw } from '../../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { temporaryFolder } from '../../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../../support/server/test-application.ts';

/** The log as a crash would leave it: the database file and its write-ahead log. */
async function copyLog(from: string, to: string): Promise<void> {
  for (const part of ['events.db', 'events.db-wal']) await copyFile(join(from, part), join(to, part));
}

describe('sessions that a process left open when it died', () => {
  const applications: TestApplication[] = [];

  const start = async (folder: string): Promise<TestApplication> => {
    const application = await startApplication([ScriptedTools], {
      events: { log: `sqlite:${folder}/events.db` },
    });
    applications.push(application);
    return application;
  };

  afterEach(async () => {
    for (const { app } of applications.splice(0)) await app.close();
  });

  it('are ended with their calls when the next process starts', async () => {
    const [before, after] = [await temporaryFolder(), await temporaryFolder()];
    const first = await start(before);
    const record = collectEvents(first.app);
    const tools = first.app.get(ScriptedTools);
    const ended = await beginSession(first.origin);
    await sendRaw(first.origin, undefined, { method: 'DELETE', headers: { 'mcp-session-id': ended } });
    const legacy = await beginSession(first.origin);
    const headers = { 'mcp-session-id': legacy };
    await sendRaw(first.origin, callRequest('add', { a: 1, b: 2 }), { headers });
    const running = [
      sendRaw(first.origin, callRequest('hold', { key: 'a' }), { headers }),
      sendModern(first.origin, 'tools/call', { name: 'hold', arguments: { key: 'b' } }),
    ];
    const over = Promise.allSettled(running);
    const held = await Promise.all([tools.held('a'), tools.held('b')]);
    const modern = held[1].context.sessionId;
    await record.settled();
    await copyLog(before, after);
    await applications.shift()?.app.close();
    await over;

    const second = await start(after);
    await collectEvents(second.app).settled();
    const events = await readAll(second.origin, '0');
    for (const [sessionId, calls] of [
      [legacy, 2],
      [modern, 1],
    ] as const) {
      const own = events.filter((event) => event.sessionId === sessionId);
      const [error, expired] = own.slice(-2);
      expect(error).toMatchObject({
        type: 'tool:error',
        data: { tool: 'hold', kind: 'cancelled', error: 'The server ended before the call did' },
      });
      expect(expired).toMatchObject({ type: 'session:expired', data: { reason: 'instance-lost', calls } });
    }
    expect(events.filter(({ sessionId }) => sessionId === ended).map(({ type }) => type)).toEqual([
      'session:open',
      'session:close',
    ]);
    expect(unpairedCalls(events)).toEqual([]);
    expect(await readStats(second.origin)).toMatchObject({
      activeSessions: 0,
      totalToolCalls: 3,
      toolCallsInFlight: 0,
      errorCount: 2,
    });
    const sessions = await readSessions(second.origin);
    expect(sessions.map(({ state }) => state).toSorted()).toEqual(['closed', 'expired', 'expired']);
    expect(second.app.get(SessionDirectory).openSessions()).toEqual([]);
  });
});
