import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Injectable, UseGuards, type CanActivate, type INestApplication } from '@nestjs/common';
import { SessionRegistry } from '#sessions';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { PromptRegistry, Resource, ResourceRegistry, ToolRegistry } from '#tools';
import { AgentStream } from '../support/agents/agent-stream.ts';
import { beginSession, modernRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { StoppedClock } from '../support/environment/stopped-clock.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { startApplication } from '../support/server/test-application.ts';

const URI = 'test://watched';
const IDLE_MS = 60_000;
const ACCEPT = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** A guard that can be made to think. */
@Injectable()
class ThoughtfulGuard implements CanActivate {
  asked = 0;
  waiting = 0;
  #decision: PromiseWithResolvers<boolean> | undefined;

  think(): void {
    this.#decision = Promise.withResolvers();
  }

  /** Decides for everybody who waits. */
  decide(isAllowed: boolean | Error): void {
    if (isAllowed instanceof Error) this.#decision?.reject(isAllowed);
    else this.#decision?.resolve(isAllowed);
    this.#decision = undefined;
    this.waiting = 0;
  }

  async canActivate(): Promise<boolean> {
    this.asked += 1;
    if (!this.#decision) return true;
    this.waiting += 1;
    return this.#decision.promise;
  }
}

@Injectable()
class Watched {
  @Resource({ name: 'watched', uri: URI })
  @UseGuards(ThoughtfulGuard)
  read(): string {
    return 'x';
  }
}

describe('changes of lists and updates of resources', () => {
  let app: INestApplication;
  let origin: string;
  let guard: ThoughtfulGuard;
  let changes = 0;
  const streams: AgentStream[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  const open = async (init: RequestInit): Promise<AgentStream> => {
    const stream = await AgentStream.open(origin, init);
    streams.push(stream);
    expect(stream.status).toBe(200);
    return stream;
  };

  /** Begins a session that hears of everything on its GET stream. */
  const legacy = async () => {
    const headers = { 'mcp-session-id': await beginSession(origin) };
    const stream = await open({ headers: { ...headers, accept: 'text/event-stream' } });
    await sendRaw(
      origin,
      { jsonrpc: '2.0', id: 5, method: 'resources/subscribe', params: { uri: URI } },
      { headers },
    );
    return { stream, sessionId: headers['mcp-session-id'] };
  };

  /** Asks for a stream that hears of everything. */
  const listen = () => {
    const lists = { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true };
    const params = { notifications: { ...lists, resourceSubscriptions: [URI] } };
    const { body, headers } = modernRequest('subscriptions/listen', params);
    return open({ method: 'POST', headers: { ...ACCEPT, ...headers }, body: JSON.stringify(body) });
  };

  const modern = async () => {
    const stream = await listen();
    await stream.until(() => stream.messages.length > 0);
    return { stream };
  };

  /** Changes each list, and updates the resource. */
  const change = (): void => {
    changes += 1;
    const name = `change-${changes}`;
    const handle = async (): Promise<string> => '';
    app.get(ToolRegistry).register({ options: { name }, handle }, 'test');
    app.get(PromptRegistry).register({ options: { name }, handle, complete: {} }, 'test');
    app.get(ResourceRegistry).register({ options: { name, uri: `test://${name}` }, handle }, 'test');
    app.get(ResourceRegistry).notifyUpdated(URI);
  };

  const heardOf = (stream: AgentStream): string[] =>
    stream.messages.map(({ method }) => method ?? '').filter((method) => /changed|updated/.test(method));

  /** Changes everything, and waits until a listener has heard of it. */
  const changeHeardBy = async (witness: AgentStream): Promise<void> => {
    const before = heardOf(witness).length;
    change();
    await witness.until(() => heardOf(witness).length >= before + 4);
  };

  /** Resolves once updates concern nobody but the witness. */
  const othersForgotten = async (witness: AgentStream): Promise<void> => {
    // What a guard has decided takes effect before the witness hears of the next change.
    await changeHeardBy(witness);
    let asked = 0;
    const isForgotten = async (): Promise<boolean> => {
      const before = guard.asked;
      await changeHeardBy(witness);
      asked = guard.asked - before;
      return asked === 1;
    };
    await waitUntil(isForgotten, { reason: 'the guard is asked for the witness alone', seen: () => asked });
  };

  const thinking = async (agents: number): Promise<void> => {
    await waitUntil(() => guard.waiting >= agents, {
      reason: 'the guard is asked for every agent',
      seen: () => guard.waiting,
    });
  };

  const asAdmin = (method: string, path: string) =>
    fetch(`${origin}${path}`, { method, headers: { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` } });

  const openSessions = () => app.get(SessionRegistry).countOpen('default', 'protocol');

  const goneSession = (left: number) =>
    waitUntil(() => openSessions() === left, { reason: 'the session has ended', seen: openSessions });

  beforeAll(() => process.on('unhandledRejection', note));
  afterAll(() => process.off('unhandledRejection', note));

  beforeEach(async () => {
    ({ app, origin } = await startApplication([Watched, ThoughtfulGuard], {
      sessions: { protocolIdleMs: IDLE_MS },
    }));
    guard = app.get(ThoughtfulGuard);
  });

  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.cut();
    await app.close();
    expect(unhandled.splice(0)).toEqual([]);
  });

  it.each<[string, (sessionId: string) => Promise<unknown>]>([
    [
      'a DELETE of the agent',
      (id) => sendRaw(origin, undefined, { method: 'DELETE', headers: { 'mcp-session-id': id } }),
    ],
    ['a command of an admin', (id) => asAdmin('DELETE', `/sessions/${id}`)],
    ['a shutdown', async (id) => app.get(SessionRegistry).closeSession(id, 'shutdown')],
  ])('reach nobody after the session was ended by %s, and all others', async (_, end) => {
    const { stream: witness } = await modern();
    const { stream, sessionId } = await legacy();
    await changeHeardBy(witness);
    await stream.until(() => heardOf(stream).length === 4);
    guard.think();
    change();
    await thinking(2);
    await end(sessionId);
    await goneSession(0);
    guard.decide(true);
    await stream.ended();
    await othersForgotten(witness);
    expect(heardOf(stream).filter((method) => method.endsWith('updated'))).toHaveLength(1);
  });

  it('reach nobody after the session has expired, and all others', async () => {
    const { stream: witness } = await modern();
    const { stream } = await legacy();
    guard.think();
    change();
    await thinking(2);
    const clock = new StoppedClock();
    clock.advance(IDLE_MS);
    app.get(SessionRegistry).expireIdle();
    clock.restore();
    await stream.ended();
    guard.decide(true);
    await othersForgotten(witness);
    expect(heardOf(stream)).not.toContain('notifications/resources/updated');
  });

  it('reach nobody after the GET stream of a session was cut, and all others', async () => {
    const { stream: witness } = await modern();
    const { stream, sessionId } = await legacy();
    guard.think();
    change();
    await thinking(2);
    stream.cut();
    guard.decide(true);
    await changeHeardBy(witness);
    // The session itself goes on, and its next stream hears of what comes then.
    const next = await open({ headers: { 'mcp-session-id': sessionId, accept: 'text/event-stream' } });
    await changeHeardBy(next);
    expect(heardOf(next)).toContain('notifications/resources/updated');
  });

  it('reach nobody after a "subscriptions/listen" stream was cut, and all others', async () => {
    const { stream: witness } = await modern();
    const { stream } = await modern();
    guard.think();
    change();
    await thinking(2);
    stream.cut();
    guard.decide(true);
    await othersForgotten(witness);
    expect(heardOf(stream)).not.toContain('notifications/resources/updated');
  });

  it.each<[string, boolean | Error]>([
    ['allows it', true],
    ['refuses it', false],
    ['fails', new RangeError('The guard is tired')],
  ])(
    'reach nobody whose "subscriptions/listen" stream was cut before a guard %s, and all others',
    async (_, decision) => {
      const { stream: witness } = await modern();
      guard.think();
      const { body, headers } = modernRequest('subscriptions/listen', {
        notifications: { resourceSubscriptions: [URI] },
      });
      const gone = new AbortController();
      const requested = once(app.getHttpServer() as Server, 'request');
      const asked = sendRaw(origin, body, { headers, signal: gone.signal }).catch(() => 'cut');
      const [, response] = (await requested) as [IncomingMessage, ServerResponse];
      await thinking(1);
      const noticed = once(response, 'close');
      gone.abort();
      expect(await asked).toBe('cut');
      await noticed;
      guard.decide(decision);
      await othersForgotten(witness);
    },
  );
});
