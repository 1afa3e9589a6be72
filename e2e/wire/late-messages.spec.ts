import type { INestApplication } from '@nestjs/common';
import { SessionRegistry } from '#sessions';
import { collectEvents, TESTING_ADMIN_TOKEN, unpairedCalls, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { beginSession, callRequest, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { ScriptedTools, type HeldCall } from '../support/handlers/scripted-tools.ts';
import { StoppedClock } from '../support/environment/stopped-clock.ts';
import { startApplication } from '../support/server/test-application.ts';

/** Makes the agent ask for both kinds of notification. */
const _meta = { progressToken: 'p', 'io.modelcontextprotocol/logLevel': 'debug' };

describe('messages of a handler', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  /** A call in its handler, and its answer or the loss of its connection. */
  const begin = async (key: string, sessionId?: string) => {
    const gone = new AbortController();
    const params = { name: 'hold', arguments: { key }, _meta };
    const answer =
      sessionId === undefined
        ? sendModern(origin, 'tools/call', params, { signal: gone.signal })
        : sendRaw(
            origin,
            { ...callRequest('hold'), params },
            {
              headers: { 'mcp-session-id': sessionId },
              signal: gone.signal,
            },
          );
    const over = answer.catch((error: unknown) => error);
    return { call: await app.get(ScriptedTools).held(key), over, cut: () => gone.abort() };
  };

  /** Sends messages without waiting for them, as most handlers do. */
  const tell = ({ context }: HeldCall): void => {
    void context.log('info', 'late');
    void context.reportProgress({ progress: 1 });
  };

  /** Resolves once all messages have been sent or dropped. */
  const told = async ({ context }: HeldCall): Promise<void> => {
    await context.log('info', 'later');
    await context.reportProgress({ progress: 2 });
  };

  const asAdmin = (method: string, path: string) =>
    fetch(`${origin}${path}`, { method, headers: { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` } });

  beforeAll(() => process.on('unhandledRejection', note));
  afterAll(() => process.off('unhandledRejection', note));

  beforeEach(async () => {
    ({ app, origin } = await startApplication([ScriptedTools], { sessions: { protocolIdleMs: 60_000 } }));
    record = collectEvents(app);
  });

  afterEach(async () => {
    const { body } = await sendModern(origin, 'tools/call', { name: 'add', arguments: { a: 1, b: 1 } });
    expect(body?.result).toMatchObject({ structuredContent: { sum: 2 } });
    await app.close();
    expect(unpairedCalls(record.events)).toEqual([]);
    expect(unhandled.splice(0)).toEqual([]);
  });

  it.each([
    [
      'a DELETE of the agent',
      (id: string) => sendRaw(origin, undefined, { method: 'DELETE', headers: { 'mcp-session-id': id } }),
    ],
    ['a command of an admin', (id: string) => asAdmin('DELETE', `/sessions/${id}`)],
    ['a shutdown', async (id: string) => app.get(SessionRegistry).closeSession(id, 'shutdown')],
  ])('are dropped after its session was ended by %s', async (_, end) => {
    const sessionId = await beginSession(origin);
    const { call, over } = await begin('ended', sessionId);
    await end(sessionId);
    tell(call);
    await over;
    await expect(told(call)).resolves.toBeUndefined();
    await awaitEvent(record, 'tool:error');
  });

  it('are dropped after its session has expired', async () => {
    const clock = new StoppedClock();
    try {
      const sessionId = await beginSession(origin);
      const { call, over } = await begin('idle', sessionId);
      call.finish('done');
      await over;
      clock.advance(60_000);
      app.get(SessionRegistry).expireIdle();
      tell(call);
      await expect(told(call)).resolves.toBeUndefined();
    } finally {
      clock.restore();
    }
    await awaitEvent(record, 'session:expired');
  });

  it.each([['legacy'], ['modern']])('are dropped after the answer, in the %s era', async (era) => {
    const { call, over } = await begin('answered', era === 'legacy' ? await beginSession(origin) : undefined);
    call.finish('done');
    await over;
    tell(call);
    await expect(told(call)).resolves.toBeUndefined();
  });

  it.each([['legacy'], ['modern']])(
    'are dropped after an admin has cancelled its call, in the %s era',
    async (era) => {
      const { call, over } = await begin(
        'cancelled',
        era === 'legacy' ? await beginSession(origin) : undefined,
      );
      const { data } = await awaitEvent(record, 'tool:start');
      await asAdmin('POST', `/calls/${data.callId}/cancel`);
      await over;
      tell(call);
      await expect(told(call)).resolves.toBeUndefined();
    },
  );

  it('are dropped after the agent has closed the response stream, in the modern era', async () => {
    const { call, over, cut } = await begin('cut');
    tell(call);
    cut();
    await over;
    await call.aborted;
    tell(call);
    await expect(told(call)).resolves.toBeUndefined();
    expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ kind: 'cancelled' });
  });

  it('are kept for an agent of the legacy era whose connection is lost', async () => {
    const { call, over, cut } = await begin('lost', await beginSession(origin));
    cut();
    await over;
    tell(call);
    await expect(told(call)).resolves.toBeUndefined();
    call.finish('done');
    expect((await awaitEvent(record, 'tool:done')).data.tool).toBe('hold');
  });
});
