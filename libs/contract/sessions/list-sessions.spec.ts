import {
  emptySessions,
  foldCalls,
  listSessions,
  parseSessionCursor,
  parseSessionFilter,
  parseSessionSort,
  reduceSessions,
  selectSessions,
  SESSION_SORT_KEYS,
  type CrowsnestEvent,
  type EventId,
  type SessionQuery,
  type SessionsWithCalls,
} from '#contract';

const BEGAN = Date.parse('2026-11-22T08:00:00.000Z');
const timeAt = (second: number): string => new Date(BEGAN + second * 1_000).toISOString();

/** Folds events, the first of them at second 1, one second apart. */
function fold(...drafts: { type: string; sessionId: string; data: object; tenantId?: string }[]) {
  const folded: SessionsWithCalls = { sessions: emptySessions('0' as EventId), calls: new Map() };
  for (const [index, draft] of drafts.entries()) {
    const id = String(index + 1);
    const event = { tenantId: 'acme', ...draft, id, timestamp: timeAt(index + 1) } as CrowsnestEvent;
    foldCalls(folded.calls, event);
    reduceSessions(folded.sessions, event);
  }
  return folded;
}

const open = (sessionId: string, name: string, more = {}) => ({
  type: 'session:open',
  sessionId,
  data: { origin: 'protocol', client: { name, version: '1' }, protocolVersion: '2025-11-25', ...more },
});
const start = (sessionId: string, callId: string, tool: string) => ({
  type: 'tool:start',
  sessionId,
  data: { callId, tool },
});
const fail = (sessionId: string, callId: string, tool: string) => ({
  type: 'tool:error',
  sessionId,
  data: { callId, tool, durationMs: 1, error: 'No', kind: 'tool' },
});
const close = (sessionId: string) => ({
  type: 'session:close',
  sessionId,
  data: { reason: 'client', durationMs: 1, calls: 1 },
});
const expire = (sessionId: string, idleMs: number) => ({
  type: 'session:expired',
  sessionId,
  data: { reason: 'idle', idleMs, calls: 0 },
});

describe('a list of sessions', () => {
  const { sessions, calls } = fold(
    open('s1', 'Cursor-IDE', { upstream: 'Wiki' }), // second 1
    open('s2', 'planner', { origin: 'derived', traceId: 't-2', instance: 'i-2' }),
    start('s1', 'c1', 'search'),
    fail('s1', 'c1', 'search'), // second 4
    start('s2', 'c2', 'weather'),
    open('s3', 'planner'), // second 6
    close('s1'),
    start('s2', 'c3', 'search'),
    expire('s3', 2_000), // second 9
    { ...open('s4', 'ann'), tenantId: 'globex' },
  );
  const listed = (query: Partial<SessionQuery>) => listSessions(sessions, calls, { limit: 100, ...query });
  const idsOf = (query: Partial<SessionQuery>) => listed(query).sessions.map(({ sessionId }) => sessionId);
  const filterOf = (text: string) => {
    const parsed = parseSessionFilter(text);
    return 'filter' in parsed ? parsed.filter : { terms: [] };
  };

  it.each([
    ['session:s1,s3', ['s1', 's3']],
    ['-session:s*', []],
    ['tenant:globex', ['s4']],
    ['client:PLAN*', ['s2', 's3']],
    ['-client:plan* -client:ann', ['s1']],
    ['tool:Search', ['s1', 's2']],
    ['-tool:*', ['s3', 's4']],
    ['trace:t-2', ['s2']],
    ['upstream:wiki', ['s1']],
    ['-instance:*', ['s1', 's3', 's4']],
    ['is:derived', ['s2']],
    ['is:error', ['s1']],
    ['is:running', ['s2']],
    ['is:error,running -tool:weather', ['s1']],
    ['ide', ['s1']],
    ['weath', ['s2']],
    ['', ['s1', 's2', 's3', 's4']],
  ])('has the sessions that %j selects', (text, ids) => {
    expect(idsOf({ filter: filterOf(text) }).toSorted()).toEqual(ids);
  });

  it.each([
    ['is:error type:tool:error', 9, 15, 'type'],
    ['-kind:timeout', 0, 13, 'kind'],
    ['group:abc', 0, 9, 'group'],
    ['a duration:>2s b', 2, 12, 'duration'],
    ['is:unknown', 0, 10, 'is:unknown'],
  ])('refuses %j, which only an event can match, at its place', (text, position, length, name) => {
    const message = expect.stringMatching(`^A session has no ${name}\\. Filter sessions by session, `);
    expect(parseSessionFilter(text)).toEqual({ faults: [{ position, length, message }] });
  });

  it('tells the faults of the grammar first', () => {
    expect(parseSessionFilter('color:red type:tool:*')).toMatchObject({ faults: [{ position: 0 }] });
  });

  it.each([
    [1, 2, ['s1']],
    [3, 6, ['s1', 's2']],
    [7, 8, ['s1', 's2', 's3']],
    [8, 10, ['s2', 's3']],
    [10, 99, ['s2', 's4']],
  ])('has the sessions that were alive from second %i up to second %i', (from, to, ids) => {
    expect(idsOf({ from: timeAt(from), to: timeAt(to) }).toSorted()).toEqual(ids);
  });

  it('leaves out sessions without a call when asked to, and counts what it has on all pages', () => {
    expect(listed({ limit: 1 })).toMatchObject({ counts: { open: 2, ended: 2, withoutCalls: 0 } });
    const withCalls = listed({ limit: 1, withCalls: true });
    expect(withCalls).toMatchObject({
      sessions: [{ sessionId: 's2' }],
      counts: { open: 1, ended: 1, withoutCalls: 2 },
    });
    const after = parseSessionCursor(withCalls.next ?? '')!;
    expect(listed({ after, withCalls: true })).toMatchObject({ counts: withCalls.counts });
    expect(listed({ withCalls: true, filter: filterOf('client:ann') })).toMatchObject({
      sessions: [],
      counts: { open: 0, ended: 0, withoutCalls: 1 },
    });
  });

  it.each([
    ['client', ['s4', 's1', 's2', 's3']],
    ['-client', ['s3', 's2', 's1', 's4']],
    ['openedAt', ['s1', 's2', 's3', 's4']],
    ['-openedAt', ['s4', 's3', 's2', 's1']],
    // The third expired at second 9, after it had been idle for two.
    ['lastSeen', ['s1', 's3', 's2', 's4']],
    ['-calls', ['s2', 's1', 's4', 's3']],
    ['-errors', ['s1', 's4', 's3', 's2']],
    ['-inFlight', ['s2', 's4', 's3', 's1']],
  ])('is sorted by %s', (text, ids) => {
    expect(idsOf({ sort: parseSessionSort(text)! })).toEqual(ids);
  });

  it.each(['', ...SESSION_SORT_KEYS, ...SESSION_SORT_KEYS.map((key) => `-${key}`)])(
    'sorted by %j has each session once in its pages, in the same order',
    (text) => {
      const sort = parseSessionSort(text);
      const order = sort ? { sort } : {};
      const ids: string[] = [];
      let next: string | undefined = '';
      while (next !== undefined) {
        const after: SessionQuery['after'] = parseSessionCursor(next);
        const page = listed({ ...order, limit: 1, ...(after && { after }) });
        ids.push(...page.sessions.map(({ sessionId }) => sessionId));
        ({ next } = page);
      }
      expect(ids).toEqual(idsOf(order));
    },
  );

  it('is the same when its sessions are views already', () => {
    const views = listed({}).sessions;
    for (const query of [
      {},
      { limit: 2, withCalls: true },
      { sort: parseSessionSort('-calls')!, limit: 3 },
    ]) {
      const { sessions: expected, counts, next } = listed(query);
      const selected = selectSessions(views, { limit: 100, ...query });
      expect(selected).toEqual({ sessions: expected, counts, ...(next !== undefined && { next }) });
      expect(views).toContain(selected.sessions[0]);
    }
  });

  it('ends at a place, when asked to', () => {
    const sort = parseSessionSort('openedAt')!;
    const { next } = listed({ sort, limit: 2 });
    expect(idsOf({ sort, upTo: parseSessionCursor(next ?? '')! })).toEqual(['s1', 's2']);
  });

  it('has pages after a client whose name no URL can hold', () => {
    const odd = fold(open('a_1', '\uD800_odd\n'), open('b', '\uD800_odd\n'), open('c', 'Z'));
    const sort = parseSessionSort('-client')!;
    const first = listSessions(odd.sessions, odd.calls, { limit: 1, sort });
    const sent = new URLSearchParams({ cursor: first.next ?? '' }).toString();
    const after = parseSessionCursor(new URLSearchParams(sent).get('cursor') ?? '')!;
    const rest = listSessions(odd.sessions, odd.calls, { limit: 9, sort, after });
    expect([...first.sessions, ...rest.sessions].map(({ sessionId }) => sessionId)).toEqual([
      'b',
      'a_1',
      'c',
    ]);
  });

  it.each(['calls', 'calls_1_a', 'calls_9_a1', 'calls_1_a-1', 'calls_0_1', 'size_1_a1', 'client_1_a'])(
    'does not accept %j as a cursor',
    (text) => expect(parseSessionCursor(text)).toBeUndefined(),
  );

  it.each(['', '-', 'desc', 'Calls', '--calls', 'calls '])('does not accept %j as an order', (text) => {
    expect(parseSessionSort(text)).toBeUndefined();
  });
});
