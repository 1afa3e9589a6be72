import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { EventLog, EventPublisher } from '#events';
import { connectLegacyClient, connectModernClient } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { asAdmin, readAll, readSessions, readStats } from '../support/server/admin-api.ts';
import { startApplication } from '../support/server/test-application.ts';

/** More than are committed without a pause. */
const ACTS = 20;
/** Milliseconds that are more than a read waits for the log. */
const BUSY_MS = 1_500;

/** Lets nothing else happen in this process. */
function beBusy(): void {
  for (const end = performance.now() + BUSY_MS; performance.now() < end;);
}

describe('a read directly after an act', () => {
  let app: INestApplication;
  let origin: string;

  beforeEach(async () => {
    const events = { log: `sqlite:${await temporaryFolder()}/events.db` };
    ({ app, origin } = await startApplication([ScriptedTools], { events }));
  });

  afterEach(() => app.close());

  it.each([
    ['2025-11-25', connectLegacyClient],
    ['2026-07-28', connectModernClient],
  ] as const)('holds a call of %s that was answered, in history and counters', async (_revision, connect) => {
    const agent = await connect(app, { name: 'agent' });
    let last = '0';
    for (let calls = 1; calls <= ACTS; calls += 1) {
      await agent.callTool({ name: 'add', arguments: { a: calls, b: 0 } });
      const read = await readAll(origin, last);
      expect(read.slice(-2).map(({ type }) => type)).toEqual(['tool:start', 'tool:done']);
      expect(await readStats(origin)).toMatchObject({ totalToolCalls: calls });
      last = read.at(-1)!.id;
    }
    await agent.close();
  });

  it('holds a call that is committed while the process is busy for longer than a read waits', async () => {
    const [log, publisher] = [app.get(EventLog), app.get(EventPublisher)];
    const flush = log.flush.bind(log);
    jest.spyOn(log, 'flush').mockImplementationOnce(() => {
      const data = { callId: 'begun-just-now', tool: 'add' };
      publisher.publish({ type: 'tool:start', sessionId: 'of add', tenantId: 'default', data });
      setImmediate(beBusy);
      return flush();
    });
    expect(await readStats(origin)).toMatchObject({ totalToolCalls: 1 });
  });

  it('holds a session that an admin has ended', async () => {
    for (let ended = 0; ended < ACTS; ended += 1) {
      const agent = await connectLegacyClient(app, { name: 'agent' });
      const { sessionId = '' } = agent.transport;
      await asAdmin(origin, `/sessions/${sessionId}`, { method: 'DELETE' });
      const sessions = await readSessions(origin);
      expect(sessions.find((session) => session.sessionId === sessionId)).toMatchObject({ state: 'closed' });
      const types = (await readAll(origin, '0')).map(({ type }) => type);
      expect(types.slice(-2).toSorted()).toEqual(['admin:session-end', 'session:close']);
      await agent.close();
    }
  });
});
