import {
  failureGroupOf,
  groupKeyOf,
  type CrowsnestEvent,
  type ErrorBody,
  type EventDraft,
  type SessionList,
} from '#contract';
import { EventLog, EventPublisher, type ReadRequest } from '#events';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const TENANT_TOKEN = 'a-token-of-one-tenant-only';
// Operators see all events but the audit trail, to which the exports of this suite add.
const everybody = { token: TESTING_ADMIN_TOKEN, name: 'desk', role: 'operator', tenantId: null } as const;
const oneTenant = { token: TENANT_TOKEN, name: 'viewer', role: 'viewer', tenantId: 'acme' } as const;

/** The key of the group of a failure with another port than that of {@link TRAFFIC}. */
const RESET = groupKeyOf(
  failureGroupOf({ tool: 'Search-Web', kind: 'tool', error: 'Port 443: Connection reset by peer' }),
);

/** Filters with the callIds, or else types, of what they select of {@link TRAFFIC}. */
const FILTERS: readonly (readonly [filter: string, selected: readonly string[]])[] = [
  ['type:session:*', ['session:open', 'session:open', 'session:close']],
  ['tool:SEARCH*', ['a1', 'a1', 'a2', 'b1']],
  ['tool:search* -tool:search', ['a2']],
  ['client:cursor*', ['session:open', 'a1', 'a1', 'a2', 'session:close']],
  ['-client:cursor* -type:session:open', ['b1', 'b2', 'b3']],
  ['is:derived', ['session:open', 'b1', 'b2', 'b3']],
  ['is:error', ['a2', 'b2']],
  ['kind:timeout,thrown', ['b2']],
  [`group:${RESET}`, ['a2']],
  ['duration:>2s', ['a2']],
  ['duration:100ms..2s', ['a1', 'b2']],
  ['is:unknown', ['b3']],
  ['trace:t-1', ['b1']],
  ['"RESET by"', ['a2']],
  ['planner', ['session:open', 'b1', 'b2', 'b3']],
  ['weather,reset tenant:acme', ['a2']],
  ['session:nobody', []],
];

const ofSession = (sessionId: string, tenantId: string) => {
  const about = { sessionId, tenantId };
  return {
    open: (name: string, origin: 'protocol' | 'derived'): EventDraft => ({
      ...about,
      type: 'session:open',
      data: { origin, client: { name, version: '1.0.0' }, protocolVersion: '2025-11-25' },
    }),
    start: (callId: string, tool: string, more = {}): EventDraft => ({
      ...about,
      type: 'tool:start',
      data: { callId, tool, ...more },
    }),
    done: (callId: string, tool: string, durationMs: number): EventDraft => ({
      ...about,
      type: 'tool:done',
      data: { callId, tool, durationMs },
    }),
    error: (
      callId: string,
      tool: string,
      durationMs: number,
      error: string,
      kind: 'tool' | 'timeout',
    ): EventDraft => ({ ...about, type: 'tool:error', data: { callId, tool, durationMs, error, kind } }),
    close: (): EventDraft => ({
      ...about,
      type: 'session:close',
      data: { reason: 'client', durationMs: 1, calls: 1 },
    }),
  };
};
const a = ofSession('session-a', 'acme');
const b = ofSession('session-b', 'globex');
const TRAFFIC: readonly EventDraft[] = [
  a.open('Cursor-IDE', 'protocol'),
  b.open('planner', 'derived'),
  a.start('a1', 'search'),
  a.done('a1', 'search', 100),
  a.error('a2', 'Search-Web', 2_500, 'Port 8080: Connection reset by peer', 'tool'),
  b.start('b1', 'search', { traceId: 't-1' }),
  b.error('b2', 'weather', 1_999, 'No answer', 'timeout'),
  b.start('b3', 'guess', { offered: false }),
  a.close(),
];

const nameOf = ({ type, data }: CrowsnestEvent): string => ('callId' in data ? String(data.callId) : type);

describe.each(['memory:', 'sqlite'])('a filter over %s', (engine) => {
  let application: TestApplication;
  let origin: string;

  const publish = async (drafts: readonly EventDraft[]): Promise<void> => {
    for (const draft of drafts) application.app.get(EventPublisher).publish(draft);
    await application.app.get(EventLog).flush();
  };
  const queryOf = (filter: string, more = ''): string => `?filter=${encodeURIComponent(filter)}${more}`;
  const ask = (path: string, token = TESTING_ADMIN_TOKEN): Promise<Response> =>
    asAdmin(origin, path, { headers: { authorization: `Bearer ${token}` } });
  const history = async (query: string, token?: string): Promise<CrowsnestEvent[]> => {
    const response = await ask(`/history${query}`, token);
    expect(response.status).toBe(200);
    return ((await response.json()) as { events: CrowsnestEvent[] }).events;
  };
  const exported = async (query: string, token?: string): Promise<CrowsnestEvent[]> => {
    const text = await (await ask(`/history/export${query}`, token)).text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as CrowsnestEvent);
  };
  /** What a stream sends through a filter that comes back with an id: up to the last event of the log. */
  const caughtUp = async (query: string, after: string, token?: string): Promise<CrowsnestEvent[]> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const stream = await EventStream.open(origin, { query, lastEventId: after, headers });
    await publish([ofSession('end', 'acme').start('end', 'end')]);
    await stream.until(() => stream.events.at(-1)?.sessionId === 'end' || stream.events.length > 100);
    stream.cut();
    return stream.events.slice(0, -1);
  };

  beforeEach(async () => {
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([], { events: { log }, signIn: { tokens: [everybody, oneTenant] } });
    origin = application.origin;
  });

  afterEach(() => application.app.close());

  it('selects the same events in history, in an export, of a session, and on the stream', async () => {
    await publish([ofSession('before', '').start('before', 'before')]);
    const [before] = await readAll(origin, '0');
    const after = `&after=${before!.id}`;
    const live = await Promise.all(
      FILTERS.map(([filter]) => EventStream.open(origin, { query: queryOf(filter) })),
    );
    await publish(TRAFFIC);
    await publish([ofSession('', '').start('last', 'last')]);
    for (const [index, [filter, selected]] of FILTERS.entries()) {
      const isLast = (event: CrowsnestEvent): boolean => nameOf(event) === 'last';
      const found = (await history(queryOf(filter, after))).filter((event) => !isLast(event));
      expect([filter, found.map(nameOf)]).toEqual([filter, selected]);
      expect((await exported(queryOf(filter, after))).filter((event) => !isLast(event))).toEqual(found);
      const ofA = await ask(`/sessions/session-a/events${queryOf(filter, after)}`);
      expect(await ofA.json()).toEqual({
        events: found.filter(({ sessionId }) => sessionId === 'session-a'),
      });
      const stream = live[index]!;
      expect(stream.hello.filtered).toBe(true);
      await stream.until(() => stream.events.filter((event) => !isLast(event)).length >= found.length);
      expect(stream.events.filter((event) => !isLast(event))).toEqual(found);
      stream.cut();
      const again = await EventStream.open(origin, { query: queryOf(filter), lastEventId: before!.id });
      await again.until(() => again.events.filter((event) => !isLast(event)).length >= found.length);
      expect(again.events.filter((event) => !isLast(event))).toEqual(found);
      again.cut();
    }
  });

  it('selects the calls without an end as running when asked, and every beginning on a stream', async () => {
    await publish(TRAFFIC);
    const running = ['b1', 'b3'];
    expect((await history(queryOf('is:running'))).map(nameOf)).toEqual(running);
    expect((await exported(queryOf('is:running tool:search'))).map(nameOf)).toEqual(['b1']);
    expect((await history(queryOf('is:running,error'))).map(nameOf)).toEqual(['a2', 'b1', 'b2', 'b3']);
    expect((await history(queryOf('-is:running type:tool:start'))).map(nameOf)).toEqual(['a1']);
    expect((await history(queryOf('is:running', '&session=session-a'))).map(nameOf)).toEqual([]);
    const stream = await EventStream.open(origin, { query: queryOf('is:running', '&replay=100') });
    await publish([b.start('b4', 'search'), b.done('b4', 'search', 1)]);
    await stream.until(() => stream.events.length === 4);
    expect(stream.events.map(nameOf)).toEqual(['a1', 'b1', 'b3', 'b4']);
    stream.cut();
    expect((await history(queryOf('is:running'))).map(nameOf)).toEqual(running);
  });

  it('holds beside the old parameters, and an empty one restricts nothing', async () => {
    await publish(TRAFFIC);
    const both = queryOf('is:error', '&tool=Search-Web,weather&session=session-b');
    expect((await history(both)).map(nameOf)).toEqual(['b2']);
    expect((await exported(both)).map(nameOf)).toEqual(['b2']);
    expect((await history(queryOf('tool:weather', '&type=tool:start'))).map(nameOf)).toEqual([]);
    expect(await history('?filter=')).toHaveLength(TRAFFIC.length);
    expect(await history('?filter=%20')).toHaveLength(TRAFFIC.length);
    const [first] = await history('?limit=1&after=0');
    expect(await history(queryOf('is:error', `&from=${first!.timestamp}&limit=1`))).toHaveLength(1);
    expect(await history(queryOf('is:error', `&to=${first!.timestamp}`))).toEqual([]);
    const stream = await EventStream.open(origin, { query: '?filter=&replay=3' });
    expect(stream.hello.filtered).toBe(false);
    stream.cut();
  });

  it('shows a holder of one tenant no event of another, whatever it says', async () => {
    await publish([ofSession('before', '').start('before', 'before')]);
    const [before] = await readAll(origin, '0');
    await publish(TRAFFIC);
    for (const filter of [
      'tenant:globex',
      'tenant:*',
      '-tenant:acme',
      'is:error',
      '-type:log:*',
      'is:running',
    ]) {
      const query = queryOf(filter);
      for (const events of [await history(query, TENANT_TOKEN), await exported(query, TENANT_TOKEN)])
        expect(events.filter(({ tenantId }) => tenantId !== 'acme')).toEqual([]);
    }
    expect((await history(queryOf('is:error'), TENANT_TOKEN)).map(nameOf)).toEqual(['a2']);
    const filter = queryOf('tenant:globex,acme');
    const seen = await caughtUp(filter, before!.id, TENANT_TOKEN);
    expect(seen.map(({ tenantId }) => tenantId)).toEqual(Array.from({ length: 5 }, () => 'acme'));
    expect((await ask(`/sessions/session-b/events${filter}`, TENANT_TOKEN)).status).toBe(404);
  });

  it.each([
    ['color:red', 0],
    ['is:error duration:5', 18],
    ['tool:a tool:', 7],
    ['é "open', 2],
    ['type:tool:begin', 5],
  ])('%j is answered with its fault and position on every route', async (filter, position) => {
    await publish(TRAFFIC);
    for (const route of ['/events', '/history', '/history/export', '/sessions/session-a/events']) {
      const response = await ask(`${route}${queryOf(filter)}`);
      const body = (await response.json()) as ErrorBody;
      const message = expect.stringMatching(new RegExp(`^"filter" at position ${position}: [A-Z“"]`));
      expect([response.status, body]).toEqual([400, { error: 'BAD_FILTER', message, position }]);
    }
  });

  it('selects the sessions that match it, of the tenant that the admin may see', async () => {
    await publish(TRAFFIC);
    const sessions = async (filter: string, token?: string): Promise<string[]> => {
      const list = (await (await ask(`/sessions${queryOf(filter)}`, token)).json()) as SessionList;
      return list.sessions.map(({ sessionId }) => sessionId);
    };
    expect(await sessions('')).toEqual(['session-b', 'session-a']);
    expect(await sessions('client:cursor*')).toEqual(['session-a']);
    expect(await sessions('tool:SEARCH is:derived')).toEqual(['session-b']);
    expect(await sessions('is:error -is:running')).toEqual(['session-a']);
    for (const filter of ['', '-client:nobody', 'tenant:globex,acme', 'is:error'])
      expect(await sessions(filter, TENANT_TOKEN)).toEqual(['session-a']);
    expect(await sessions('tenant:globex', TENANT_TOKEN)).toEqual([]);
  });

  it.each([
    ['tool:search duration:>2s', 12],
    ['is:unknown', 0],
    ['tool:a tool:', 7],
  ])('%j is refused for sessions with its position', async (filter, position) => {
    const response = await ask(`/sessions${queryOf(filter)}`);
    const message = expect.stringContaining(`"filter" at position ${position}: `);
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: 'BAD_FILTER', message, position },
    ]);
  });

  it('is refused when it is given more than once', async () => {
    const response = await ask('/history?filter=is:error&filter=tool:a');
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: 'BAD_PARAMETER', message: '"filter" is given more than once; write all terms in one filter' },
    ]);
  });

  it.each(['/history', '/history/export', '/sessions/session-a/events'])(
    'is searched for no longer once the client of %s has gone',
    async (route) => {
      await publish(TRAFFIC);
      const log = application.app.get(EventLog);
      const asked: ReadRequest[] = [];
      const silent = Promise.withResolvers<[]>();
      log.read = (request) => {
        asked.push(request);
        return silent.promise;
      };
      const client = new AbortController();
      const answer = asAdmin(origin, `${route}${queryOf('never')}`, { signal: client.signal });
      await waitUntil(() => asked.length === 1, { reason: 'the log is read' });
      expect(asked[0]?.signal?.aborted).toBe(false);
      client.abort();
      await expect(answer).rejects.toThrow('aborted');
      await waitUntil(() => asked[0]?.signal?.aborted === true, { reason: 'the read is ended' });
      silent.resolve([]);
    },
  );
});
