import type { HistoryPage, StatsSnapshot } from '#contract';
import { connectLegacyClient } from '#testing';
import { readSessions } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const TOKENS = [
  { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
  { token: 'a-token-of-a-viewer', name: 'viewer', role: 'viewer', tenantId: null },
  { token: 'a-token-of-an-operator', name: 'operator', role: 'operator', tenantId: null },
  { token: 'a-token-of-an-auditor', name: 'auditor', role: 'auditor', tenantId: null },
  { token: 'a-token-of-acme', name: 'acme', role: 'auditor', tenantId: 'acme' },
  { token: 'a-token-of-globex', name: 'globex', role: 'auditor', tenantId: 'globex' },
] as const;
type Name = (typeof TOKENS)[number]['name'];

describe('the audit trail', () => {
  let application: TestApplication;
  let origin: string;
  let sessionId: string;
  let last: string;

  const headersOf = (name: Name) => ({
    authorization: `Bearer ${TOKENS.find((token) => token.name === name)!.token}`,
  });
  const get = async (name: Name, path: string): Promise<string> => {
    const response = await fetch(`${origin}${path}`, { headers: headersOf(name) });
    return response.ok ? response.text() : '';
  };
  const stats = async (name: Name, path = '/stats') => JSON.parse(await get(name, path)) as StatsSnapshot;

  /** All that an admin is told by a stream up to the end of the session, which lies after the command. */
  const streamed = async (name: Name, query: string, lastEventId?: string): Promise<EventStream> => {
    const stream = await EventStream.open(origin, { query, lastEventId, headers: headersOf(name) });
    await stream.until(() => stream.events.some(({ id }) => id === last));
    stream.cut();
    return stream;
  };

  /** How many answers of every route that returns events tell of what admins did. */
  const answersWithTrail = async (name: Name): Promise<number> => {
    const streams = [await streamed(name, '?replay=100'), await streamed(name, '', '0')];
    const answers = await Promise.all(
      [
        '/history',
        '/history?type=admin:session-end',
        '/history?filter=type:admin:*',
        '/history/export',
        '/history/export?format=csv',
        `/sessions/${sessionId}/events`,
        '/stats',
        `/stats?at=${last}`,
      ].map((path) => get(name, path)),
    );
    const told = [...streams.map(({ frames }) => JSON.stringify(frames)), ...answers];
    return told.filter((answer) => answer.includes('admin:session-end')).length;
  };

  beforeAll(async () => {
    application = await startApplication([], {
      signIn: { tokens: TOKENS },
      mcp: { agentKeys: [{ tenantId: 'acme', key: 'acme-key' }] },
    });
    origin = application.origin;
    const agent = await connectLegacyClient(origin, { key: 'acme-key' });
    const [session] = await readSessions(origin);
    sessionId = session!.sessionId;
    const end = { method: 'DELETE', headers: headersOf('operator') };
    expect((await fetch(`${origin}/sessions/${sessionId}`, end)).status).toBe(202);
    const watching = await EventStream.open(origin, { query: '?replay=100', headers: headersOf('admin') });
    await watching.until(() => watching.events.some(({ type }) => type === 'session:close'));
    last = watching.lastEventId!;
    watching.cut();
    await agent.close();
  });

  afterAll(() => application.app.close());

  it.each(['admin', 'auditor', 'acme'] as const)(
    'is told to %s by every route that returns events',
    async (name) => {
      expect(await answersWithTrail(name)).toBe(10);
    },
  );

  it.each(['viewer', 'operator'] as const)('is told to %s by no route', async (name) => {
    expect(await answersWithTrail(name)).toBe(0);
  });

  it('is told to an auditor of one tenant only where it is about that tenant', async () => {
    expect(await get('globex', '/history')).toBe('{"events":[]}');
    expect((await stats('globex')).recentEvents).toEqual([]);
  });

  it('leaves whoever may not see it exact counters and positions', async () => {
    const [seen, whole] = [await stats('viewer'), await stats('admin')];
    expect({ ...seen, recentEvents: [] }).toEqual({ ...whole, recentEvents: [] });
    const { hello, gaps, events } = await streamed('viewer', '', '0');
    expect(hello).toMatchObject({ complete: true, filtered: false });
    expect(gaps).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['session:open', 'session:close']);
  });

  it('does not count where the last events are asked for', async () => {
    const { events } = JSON.parse(await get('viewer', '/history?limit=2')) as HistoryPage;
    expect(events.map(({ type }) => type)).toEqual(['session:open', 'session:close']);
  });
});
