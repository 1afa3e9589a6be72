import { Injectable } from '@nestjs/common';
import { ResourceTemplate } from '#tools';
import { bearer } from '../../support/access/holders.ts';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import { exchange } from '../../support/agents/raw-http.ts';
import { beginSession, modernRequest } from '../../support/agents/raw-mcp.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { startApplication, type TestApplication } from '../../support/server/test-application.ts';

const KEYS = { one: 'a-key-of-one-agent', other: 'a-key-of-another-agent' };
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
/** The longest URI that an agent may subscribe to, in characters. */
const LONGEST = 4_096;
/** What all URIs of an agent may have together, in characters. */
const ALL = 16 * 1024 * 1024;
/** The most resources of a session or stream. */
const MOST = 1_000;
/** The most messages of a body. */
const BATCH = 100;
const REFUSED = {
  code: -32_600,
  message: expect.stringContaining(`${ALL} characters in all: unsubscribe first`),
};

@Injectable()
class Notes {
  @ResourceTemplate({ name: 'note', uriTemplate: 'notes://of/{name}' })
  note(): string {
    return 'A note';
  }
}

const uriOf = (n: number): string => `notes://of/${n}-`.padEnd(LONGEST, 'x');

describe('the URIs that an agent subscribes to', () => {
  let application: TestApplication;

  beforeEach(async () => {
    const agentKeys = Object.values(KEYS).map((key) => ({ tenantId: 'acme', key }));
    application = await startApplication([Notes], { mcp: { agentKeys } });
  });

  afterEach(() => application.app.close());

  interface Session {
    authorization: string;
    'mcp-session-id': string;
  }

  const begin = async (key: string): Promise<Session> => ({
    ...bearer(key),
    'mcp-session-id': await beginSession(application.origin, bearer(key)),
  });

  /** Subscribes to resources, or from them. Resolves with the errors. */
  const change = async (
    session: Session,
    method: 'subscribe' | 'unsubscribe',
    from: number,
    to: number,
  ): Promise<unknown[]> => {
    const errors: unknown[] = [];
    for (let first = from; first < to; first += BATCH) {
      const messages = Array.from({ length: Math.min(BATCH, to - first) }, (_, n) => ({
        jsonrpc: '2.0',
        id: n,
        method: `resources/${method}`,
        params: { uri: uriOf(first + n) },
      }));
      const answer = await exchange(application.origin, {
        headers: { ...HEADERS, ...session },
        body: JSON.stringify(messages),
      });
      errors.push(...answer.messages.flatMap(({ error }) => (error ? [error] : [])));
    }
    return errors;
  };

  const listenRequest = (key: string, from: number, count: number) => {
    const resourceSubscriptions = Array.from({ length: count }, (_, n) => uriOf(from + n));
    const { headers, body } = modernRequest('subscriptions/listen', {
      notifications: { resourceSubscriptions },
    });
    return {
      method: 'POST',
      headers: { ...HEADERS, ...bearer(key), ...headers },
      body: JSON.stringify(body),
    };
  };

  /** Opens a stream, and waits until it hears of its resources. */
  const listen = async (key: string, from: number, count: number): Promise<AgentStream> => {
    const stream = await AgentStream.open(application.origin, listenRequest(key, from, count));
    await stream.until(() => stream.messages.length > 0);
    expect(stream.messages[0]?.method).toBe('notifications/subscriptions/acknowledged');
    return stream;
  };

  it('are limited in characters over all of its sessions, and not for others', async () => {
    // 4,096 URIs of the greatest length are all that it may have.
    const sessions: Session[] = [];
    for (let n = 0; n < 4; n += 1) {
      const session = await begin(KEYS.one);
      sessions.push(session);
      expect(await change(session, 'subscribe', 0, MOST)).toEqual([]);
    }
    const last = await begin(KEYS.one);
    expect(await change(last, 'subscribe', 0, 97)).toEqual([REFUSED]);
    expect(await change(last, 'subscribe', 0, 96)).toEqual([]);
    expect(await change(await begin(KEYS.other), 'subscribe', 0, MOST)).toEqual([]);

    expect(await change(last, 'unsubscribe', 0, 1)).toEqual([]);
    expect(await change(last, 'subscribe', 200, 202)).toEqual([REFUSED]);
    const [first] = sessions;
    await exchange(application.origin, { method: 'DELETE', headers: { ...first } });
    expect(await change(last, 'subscribe', 300, 600)).toEqual([]);
  });

  it('are limited in characters over its streams and sessions of both eras, until they end', async () => {
    // A stream keeps each URI in the form that the agent sent, and in its own.
    const streams = [await listen(KEYS.one, 0, MOST), await listen(KEYS.one, MOST, MOST)];
    const session = await begin(KEYS.one);
    const refused = await exchange(application.origin, listenRequest(KEYS.one, 0, 100));
    expect(refused.messages).toMatchObject([{ error: REFUSED }]);
    expect(await change(session, 'subscribe', 0, 97)).toEqual([REFUSED]);
    streams.push(await listen(KEYS.other, 0, MOST));

    streams[0]?.cut();
    await waitUntil(async () => (await change(session, 'subscribe', 100, 200)).length === 0, {
      reason: 'the characters of the stream are free',
    });
    for (const stream of streams) stream.cut();
  });
});
