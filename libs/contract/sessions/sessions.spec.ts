import { seededRandom, type Random } from '../../../e2e/support/environment/random.ts';
import {
  emptySessions,
  ENDED_WITH_CALLS,
  ENDED_WITHOUT_CALLS,
  findSessionView,
  foldCalls,
  listSessions,
  MAX_SESSION_TOOLS,
  parseSessionCursor,
  reduceSessions,
  restoreSessions,
  saveSessions,
  sessionsFrom,
  type CallsInFlight,
  type CrowsnestEvent,
  type EventDataMap,
  type EventId,
  type EventType,
  type SessionList,
  type SessionsWithCalls,
  type Unchecked,
} from '#contract';

const BEGAN = Date.parse('2026-11-22T08:00:00.000Z');
const EVERYTHING = { limit: Infinity };
const ann = { admin: 'ann', from: '127.0.0.1', outcome: 'done' } as const;
const OPEN = {
  origin: 'protocol',
  client: { name: 'planner', version: '1.0.0' },
  protocolVersion: '2025-11-25',
} as const;
const CLOSED = { reason: 'client', durationMs: 1, calls: 0 } as const;
const EXPIRED = { reason: 'instance-lost', idleMs: 1, calls: 0 } as const;
const FAILED = { tool: 'search', durationMs: 1, error: 'No', kind: 'tool' } as const;

/** Creates events with ids that count up from 1, one second apart. */
class Line {
  #id = 0;

  event<T extends EventType>(
    type: T,
    sessionId: string,
    data: Unchecked<EventDataMap[T]>,
    tenantId = 'acme',
  ): CrowsnestEvent {
    this.#id += 1;
    const timestamp = new Date(BEGAN + this.#id * 1_000).toISOString();
    return { id: String(this.#id) as EventId, type, sessionId, tenantId, timestamp, data } as CrowsnestEvent;
  }
}

const begin = (): SessionsWithCalls => ({ sessions: emptySessions('0' as EventId), calls: new Map() });

function fold(events: readonly CrowsnestEvent[], from = begin()): SessionsWithCalls {
  for (const event of events) {
    foldCalls(from.calls, event);
    reduceSessions(from.sessions, event);
  }
  return from;
}

const viewsOf = ({ sessions, calls }: SessionsWithCalls): SessionList =>
  listSessions(sessions, calls, EVERYTHING);
const viewOf = ({ sessions, calls }: SessionsWithCalls, sessionId: string) =>
  findSessionView(sessions, calls, sessionId);
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('the fold of sessions and calls', () => {
  let line: Line;

  beforeEach(() => {
    line = new Line();
  });

  const open = (sessionId: string, tenantId?: string) =>
    line.event('session:open', sessionId, OPEN, tenantId);
  const close = (sessionId: string) => line.event('session:close', sessionId, CLOSED);
  const start = (sessionId: string, callId: string) =>
    line.event('tool:start', sessionId, { callId, tool: 'search' });
  const done = (sessionId: string, callId: string) =>
    line.event('tool:done', sessionId, { callId, tool: 'search', durationMs: 5 });
  const fail = (sessionId: string, callId: string) =>
    line.event('tool:error', sessionId, { callId, ...FAILED });

  it('counts the calls of a session, its failures and its calls in flight', () => {
    const events = [
      open('s1'),
      start('s1', 'c1'),
      start('s1', 'c2'),
      start('s1', 'c3'),
      done('s1', 'c1'),
      fail('s1', 'c2'),
    ];
    expect(viewOf(fold(events), 's1')).toEqual({
      sessionId: 's1',
      tenantId: 'acme',
      ...OPEN,
      state: 'open',
      openedAt: '2026-11-22T08:00:01.000Z',
      lastEventAt: '2026-11-22T08:00:06.000Z',
      calls: 3,
      errors: 1,
      callsInFlight: 1,
      tools: ['search'],
    });
  });

  it('keeps what session:open says about the session, and no other member of the event', () => {
    const said = { ...OPEN, origin: 'derived', principal: 'p1', traceId: 'a'.repeat(32) } as const;
    const more = { ...said, newer: true };
    const view = viewOf(fold([line.event('session:open', 's1', more)]), 's1');
    expect(view).toMatchObject(said);
    expect(view).not.toHaveProperty('newer');
  });

  it('counts progress and admin commands as events of the session, and changes nothing else', () => {
    const before = [open('s1'), start('s1', 'c1')];
    const others = [
      line.event('tool:progress', 's1', { callId: 'c1', tool: 'search', progress: 1 }),
      line.event('admin:call-cancel', 's1', { ...ann, callId: 'c1', tool: 'search' }),
      line.event('admin:session-end', 's1', { ...ann, sessionId: 's1' }),
    ];
    const unchanged = viewOf(fold(before), 's1');
    expect(viewOf(fold([...before, ...others]), 's1')).toEqual({
      ...unchanged,
      lastEventAt: '2026-11-22T08:00:05.000Z',
    });
  });

  it('advances its position for events of no session or of an unknown one', () => {
    const log = line.event('log:degraded', '', { error: 'disk full' }, '');
    const folded = fold([log, start('unknown', 'c1'), close('unknown')]);
    expect(viewsOf(folded)).toMatchObject({ asOf: '3', emptyForgotten: 0, sessions: [] });
    expect([...folded.calls.keys()]).toEqual(['c1']);
  });

  it('advances its position for a type of a newer server', () => {
    const newer = { ...start('s1', 'c1'), type: 'tool:newer' } as unknown as CrowsnestEvent;
    const folded = fold([open('s1'), newer]);
    expect(viewOf(folded, 's1')).toMatchObject({ calls: 0, callsInFlight: 0 });
    expect(folded.sessions.asOf).toBe('2');
  });

  it('counts an event once, however often it is applied', () => {
    const events = [open('s1'), start('s1', 'c1'), done('s1', 'c1'), start('s1', 'c2')];
    const twice = fold(events);
    const view = viewOf(twice, 's1');
    for (const event of events) reduceSessions(twice.sessions, event);
    expect(viewOf(twice, 's1')).toEqual(view);
  });

  it('remembers how a session ended, by its first end', () => {
    const folded = fold([
      open('s1'),
      open('s2'),
      close('s1'),
      line.event('session:expired', 's2', EXPIRED),
      line.event('session:expired', 's1', EXPIRED),
      open('s3'),
    ]);
    expect(viewOf(folded, 's1')).toMatchObject({
      state: 'closed',
      endReason: 'client',
      endedAt: '2026-11-22T08:00:03.000Z',
    });
    expect(viewOf(folded, 's2')).toMatchObject({ state: 'expired', endReason: 'instance-lost' });
  });

  it('counts calls that outlive their session until they end', () => {
    const ended = [open('s1'), start('s1', 'c1'), start('s1', 'c2'), close('s1')];
    expect(viewOf(fold(ended), 's1')).toMatchObject({ state: 'closed', callsInFlight: 2, errors: 0 });
    const late = [...ended, done('s1', 'c1'), fail('s1', 'c2')];
    expect(viewOf(fold(late), 's1')).toMatchObject({
      state: 'closed',
      callsInFlight: 0,
      errors: 1,
      lastEventAt: '2026-11-22T08:00:06.000Z',
      endedAt: '2026-11-22T08:00:04.000Z',
    });
  });

  it('begins a new session when an id opens after its end, and continues one that is open', () => {
    const again = fold([open('s1'), start('s1', 'c1'), open('s1')]);
    expect(viewOf(again, 's1')).toMatchObject({ calls: 1, openedAt: '2026-11-22T08:00:01.000Z' });
    fold([close('s1'), open('s1')], again);
    const view = viewOf(again, 's1');
    expect(view).toMatchObject({ state: 'open', calls: 0, openedAt: '2026-11-22T08:00:05.000Z' });
    expect(view).not.toHaveProperty('endedAt');
    expect(viewsOf(again).sessions).toHaveLength(1);
  });

  it('remembers the first tools of a session, each once', () => {
    const opened = open('s1');
    const tools = Array.from({ length: MAX_SESSION_TOOLS + 1 }, (_, n) => `tool-${n}`);
    const starts = [...tools, ...tools].map((tool, n) =>
      line.event('tool:start', 's1', { callId: `c${n}`, tool }),
    );
    expect(viewOf(fold([opened, ...starts]), 's1')?.tools).toEqual(tools.slice(0, MAX_SESSION_TOOLS));
  });

  it('counts the forgotten sessions without calls of each tenant, also after a restore', () => {
    const folded = fold([open('worked'), start('worked', 'c'), close('worked')]);
    const end = (sessionId: string, tenantId: string): void => {
      const opened = line.event('session:open', sessionId, OPEN, tenantId);
      fold([opened, line.event('session:close', sessionId, CLOSED, tenantId)], folded);
    };
    const countsOf = ({ sessions, calls }: SessionsWithCalls) =>
      [undefined, 'acme', 'globex', 'other'].map(
        (tenantId) =>
          listSessions(sessions, calls, { limit: 1, ...(tenantId && { tenantId }) }).emptyForgotten,
      );
    end('of-globex', 'globex');
    for (let n = 1; n < ENDED_WITHOUT_CALLS; n += 1) end(`empty-${n}`, 'acme');
    expect(countsOf(folded)).toEqual([0, 0, 0, 0]);
    for (let n = 0; n < 3; n += 1) end(`further-${n}`, 'acme');
    expect(countsOf(folded)).toEqual([3, 2, 1, 0]);
    const saved = throughJson(saveSessions(folded));
    expect(countsOf(restoreSessions(saved) ?? begin())).toEqual([3, 2, 1, 0]);
    const listed = sessionsFrom(throughJson(viewsOf(folded)));
    expect(countsOf({ sessions: listed, calls: new Map() })[0]).toBe(3);
  });

  it('forgets the oldest ended sessions of each kind, and no open one', () => {
    const folded = fold([
      open('open'),
      open('worked'),
      start('worked', 'c'),
      done('worked', 'c'),
      close('worked'),
    ]);
    for (let n = 0; n <= ENDED_WITHOUT_CALLS; n += 1) fold([open(`empty-${n}`), close(`empty-${n}`)], folded);
    expect(viewOf(folded, 'empty-0')).toBeUndefined();
    expect(viewOf(folded, 'empty-1')).toMatchObject({ state: 'closed' });
    expect(viewOf(folded, 'worked')).toMatchObject({ state: 'closed' });
    expect(viewsOf(folded).completeSince).toBeUndefined();
    for (let n = 0; n < ENDED_WITH_CALLS; n += 1)
      fold([open(`s${n}`), start(`s${n}`, `${n}`), close(`s${n}`)], folded);
    expect(viewOf(folded, 'worked')).toBeUndefined();
    expect(viewOf(folded, 's0')).toBeDefined();
    expect(viewOf(folded, 'open')).toMatchObject({ state: 'open' });
    expect(viewsOf(folded).sessions).toHaveLength(1 + ENDED_WITHOUT_CALLS + ENDED_WITH_CALLS);
    expect(viewsOf(folded).completeSince).toBe(viewOf(folded, 's0')?.endedAt);
  });
});

describe('the list of sessions', () => {
  const line = new Line();
  const open = (sessionId: string, tenantId = 'acme') =>
    line.event('session:open', sessionId, OPEN, tenantId);
  const end = (sessionId: string) => line.event('session:close', sessionId, CLOSED);
  const { sessions, calls } = fold([
    ...['s1', 's2', 's3', 's4'].map((id) => open(id)),
    open('other', 'umbrella'),
    line.event('tool:start', 's1', { callId: 'c1', tool: 'search' }),
    end('s3'),
    end('s1'),
  ]);
  const idsOf = (list: SessionList) => list.sessions.map(({ sessionId }) => sessionId);

  it('lists open sessions first, newest first in each group', () => {
    expect(idsOf(listSessions(sessions, calls, EVERYTHING))).toEqual(['other', 's4', 's2', 's1', 's3']);
  });

  it('lists only the sessions of a tenant or of a state when asked to', () => {
    expect(idsOf(listSessions(sessions, calls, { ...EVERYTHING, tenantId: 'umbrella' }))).toEqual(['other']);
    expect(idsOf(listSessions(sessions, calls, { ...EVERYTHING, states: ['closed'] }))).toEqual(['s1', 's3']);
    expect(idsOf(listSessions(sessions, calls, { ...EVERYTHING, states: ['expired'] }))).toEqual([]);
  });

  it('pages by cursor without leaving out or repeating a session', () => {
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const after = next === undefined ? undefined : parseSessionCursor(next);
      const page = listSessions(sessions, calls, { limit: 2, ...(after && { after }) });
      ids.push(...idsOf(page));
      ({ next } = page);
    } while (next !== undefined);
    expect(ids).toEqual(['other', 's4', 's2', 's1', 's3']);
  });

  it('leaves out no session whose place changes between two pages', () => {
    const moving = new Line();
    const opened = ['a', 'b', 'c'].map((id) => moving.event('session:open', id, OPEN));
    const folded = fold(opened);
    const first = listSessions(folded.sessions, folded.calls, { limit: 1 });
    fold([moving.event('session:close', 'a', CLOSED), moving.event('session:close', 'c', CLOSED)], folded);
    const after = parseSessionCursor(first.next ?? '');
    const rest = listSessions(folded.sessions, folded.calls, { ...EVERYTHING, ...(after && { after }) });
    expect(idsOf(first)).toEqual(['c']);
    expect(idsOf(rest)).toEqual(['b', 'c', 'a']);
  });

  it('orders sessions of the same millisecond by id', () => {
    const twins = ['b', 'c', 'a'].map((id, n) => ({
      ...new Line().event('session:open', id, OPEN),
      id: `${n + 1}`,
    }));
    expect(idsOf(viewsOf(fold(twins as CrowsnestEvent[])))).toEqual(['c', 'b', 'a']);
  });

  it.each([
    '',
    'open',
    'open__s1',
    'gone_2026-11-22T08:00:00.000Z_s1',
    'open_2026-11-22_s1',
    'ended_2026-11-22T08:00:00.000Z_',
  ])('does not accept %j as a cursor', (text) => expect(parseSessionCursor(text)).toBeUndefined());
});

/** Generates sessions that open, call, end and end again, in any order, with calls that never started and late ends. */
function randomEvents({ below, pick }: Random, count: number): CrowsnestEvent[] {
  const line = new Line();
  const makers: ((sessionId: string, callId: string) => CrowsnestEvent)[] = [
    (sessionId) => line.event('session:open', sessionId, OPEN, `tenant-${sessionId.length}`),
    (sessionId) => line.event('session:close', sessionId, CLOSED),
    (sessionId) => line.event('session:expired', sessionId, EXPIRED),
    (sessionId, callId) => line.event('tool:start', sessionId, { callId, tool: 'search' }),
    (sessionId, callId) => line.event('tool:start', sessionId, { callId, tool: 'count' }),
    (sessionId, callId) => line.event('tool:done', sessionId, { callId, tool: 'search', durationMs: 1 }),
    (sessionId, callId) => line.event('tool:error', sessionId, { callId, ...FAILED }),
    (sessionId, callId) => line.event('tool:progress', sessionId, { callId, tool: 'search', progress: 1 }),
    (sessionId) => line.event('admin:session-end', sessionId, { ...ann, sessionId }),
    () => line.event('log:degraded', '', { error: 'disk full' }, ''),
  ];
  return Array.from({ length: count }, () => {
    const make = pick(makers);
    return make(`s${below(20)}`, `c${below(40)}`);
  });
}

describe.each([1, 2, 3, 4, 5])('any prefix of random events (seed %i)', (seed) => {
  const random = seededRandom(seed);
  const events = randomEvents(random, 300);
  const before = (end: number): number => random.below(end + 1);
  const prefixes = Array.from({ length: 60 }, (_, n) => n * 5);

  it('gives a console that starts from a list and a snapshot the same sessions as the server', () => {
    for (const end of prefixes) {
      const server = fold(events.slice(0, end));
      // The snapshot comes first, and the list some events later; the events between them are applied as well.
      const listedAt = before(end);
      const snapshotAt = before(listedAt);
      const { calls } = throughJson(saveSessions(fold(events.slice(0, snapshotAt))));
      const list = throughJson(viewsOf(fold(events.slice(0, listedAt))));
      const console = {
        sessions: sessionsFrom(list),
        calls: new Map(calls.map((call) => [call.callId, call])),
      };
      fold(events.slice(snapshotAt, end), console);
      expect(viewsOf(console)).toEqual(viewsOf(server));
      expect(console).toEqual(server);
    }
  });

  it('continues from its saved form as if it had never stopped', () => {
    for (const end of prefixes) {
      const savedAt = before(end);
      const saved = throughJson(saveSessions(fold(events.slice(0, savedAt))));
      const restored = restoreSessions(saved) ?? begin();
      expect(saveSessions(fold(events.slice(savedAt, end), restored))).toEqual(
        saveSessions(fold(events.slice(0, end))),
      );
    }
  });

  it('has exactly the calls in flight that have started and not ended', () => {
    const running: CallsInFlight = fold(events).calls;
    const last = new Map(
      events.flatMap((event) =>
        event.type !== 'tool:progress' && 'callId' in event.data
          ? [[event.data.callId, event.type] as const]
          : [],
      ),
    );
    const expected = [...last].filter(([, type]) => type === 'tool:start').map(([callId]) => callId);
    expect([...running.keys()].toSorted()).toEqual(expected.toSorted());
  });
});

describe('saved sessions', () => {
  it('are restored from the first version, with their calls in flight', () => {
    const view = {
      ...OPEN,
      openedAt: '2026-01-01T00:00:00.000Z',
      lastEventAt: '2026-01-01T00:00:09.000Z',
      errors: 0,
    };
    const ended = { endedAt: '2026-01-01T00:00:09.000Z', endReason: 'client', state: 'closed', calls: 0 };
    const old = {
      version: 1,
      asOf: '12',
      sessions: [
        { view: { ...view, ...ended, sessionId: 's0', tenantId: 'acme', callsInFlight: 0 }, openCalls: [] },
        {
          view: { ...view, sessionId: 's1', tenantId: 'acme', state: 'open', calls: 2, callsInFlight: 0 },
          openCalls: [{ callId: 'c2', tool: 'search', startedAt: '2026-01-01T00:00:08.000Z' }],
        },
      ],
    };
    const restored = restoreSessions(throughJson(old)) ?? begin();
    expect(viewsOf(restored)).toEqual({
      asOf: '12',
      emptyForgotten: 0,
      counts: { open: 1, ended: 1, withoutCalls: 0 },
      sessions: [
        { ...view, sessionId: 's1', tenantId: 'acme', state: 'open', calls: 2, callsInFlight: 1 },
        { ...view, ...ended, sessionId: 's0', tenantId: 'acme', callsInFlight: 0 },
      ],
    });
    expect([...restored.calls.values()]).toEqual([
      {
        callId: 'c2',
        tool: 'search',
        startedAt: '2026-01-01T00:00:08.000Z',
        sessionId: 's1',
        tenantId: 'acme',
      },
    ]);
  });

  it('are restored from the second version, which counted no forgotten sessions', () => {
    const line = new Line();
    const events = [line.event('session:open', 's1', OPEN), line.event('session:close', 's1', CLOSED)];
    const { emptyForgotten: _, ...saved } = throughJson(saveSessions(fold(events)));
    const restored = restoreSessions({ ...saved, version: 2 }) ?? begin();
    expect(restored).toEqual(fold(events));
  });

  it.each([undefined, null, 7, {}, { version: 4 }, { version: '2' }])('are not restored from %j', (saved) => {
    expect(restoreSessions(saved)).toBeUndefined();
  });
});
