import {
  emptyStats,
  reduceStats,
  snapshotOf,
  type CrowsnestEvent,
  type EventId,
  type EventOf,
  type EventType,
  type GapFrame,
  type HelloFrame,
  type MissingEvents,
  type SessionList,
  type SessionView,
  type StatsSnapshot,
  type Unchecked,
} from '#contract';

/** The time of the first event in the tests. */
export const SINCE = '2026-11-22T08:00:00.000Z';

/** Creates an event id. */
export function id(number: number): EventId {
  return String(number) as EventId;
}

/** Creates an event. Its time is `number` seconds after {@link SINCE}. */
export function event<T extends EventType>(
  number: number,
  type: T,
  data: Unchecked<EventOf<T>['data']>,
  sessionId = 'session-1',
): CrowsnestEvent {
  const timestamp = new Date(Date.parse(SINCE) + number * 1000).toISOString();
  return { id: id(number), type, sessionId, tenantId: 'default', timestamp, data } as CrowsnestEvent;
}

export function opened(number: number, sessionId = 'session-1', name = 'weather-agent'): CrowsnestEvent {
  const client = { name, version: '1.0' };
  return event(
    number,
    'session:open',
    { origin: 'protocol', client, protocolVersion: '2025-11-25' },
    sessionId,
  );
}

export function started(
  number: number,
  callId: string,
  tool = 'get_weather',
  sessionId?: string,
): CrowsnestEvent {
  return event(number, 'tool:start', { callId, tool }, sessionId);
}

export function done(number: number, callId: string, durationMs = 120, tool = 'get_weather'): CrowsnestEvent {
  return event(number, 'tool:done', { callId, tool, durationMs });
}

export function failed(number: number, callId: string, error = 'No such city'): CrowsnestEvent {
  return event(number, 'tool:error', { callId, tool: 'get_weather', durationMs: 80, error, kind: 'tool' });
}

/** Returns the server's snapshot after these events. */
export function snapshot(events: readonly CrowsnestEvent[] = []): StatsSnapshot {
  const stats = events.reduce(reduceStats, emptyStats(id(0), SINCE));
  return snapshotOf(stats, events.toReversed());
}

export function hello(events: readonly CrowsnestEvent[] = [], complete = true): HelloFrame {
  return { instance: 'test', complete, filtered: false, stats: snapshot(events) };
}

/** Creates a gap frame; what is not given is unknown. */
export function gapFrame(
  requested: number,
  resumedAfter: number,
  stats: StatsSnapshot,
  known: Partial<MissingEvents> = {},
): GapFrame {
  const unknown = { from: null, to: null, missing: null };
  return { requested: id(requested), resumedAfter: id(resumedAfter), ...unknown, ...known, stats };
}

/** Returns the list of these sessions as the server sends it, up to an event. */
export function listOf(sessions: SessionView[], asOf = 2): SessionList {
  const open = sessions.filter(({ state }) => state === 'open').length;
  const counts = { open, ended: sessions.length - open, withoutCalls: 0 };
  return { asOf: id(asOf), emptyForgotten: 0, counts, sessions };
}

/** Creates a session; ids may be plain strings. */
export function session(overrides: Partial<Unchecked<SessionView>> = {}): SessionView {
  const view: Unchecked<SessionView> = {
    sessionId: 'session-1',
    tenantId: 'default',
    origin: 'protocol',
    client: { name: 'weather-agent', version: '1.0' },
    protocolVersion: '2025-11-25',
    state: 'open',
    openedAt: SINCE,
    lastEventAt: SINCE,
    calls: 0,
    errors: 0,
    callsInFlight: 0,
    ...overrides,
  };
  return view as SessionView;
}
