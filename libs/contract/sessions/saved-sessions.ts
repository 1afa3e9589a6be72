import type { EventId, TenantId } from '../ids.ts';
import { callsFrom, type CallsInFlight, type InFlightCall } from './calls-in-flight.ts';
import type { SessionList, SessionView } from './session-view.ts';
import { emptySessions, rememberEnded, type SessionRecord, type Sessions } from './sessions.ts';

const VERSION = 3;

/** Sessions and calls in flight as JSON: versioned, and bounded by the number of open and remembered sessions. */
export interface SavedSessions {
  version: typeof VERSION;
  asOf: EventId;
  /** Ended sessions first, each kind in the order of their ends, and then the open ones. */
  sessions: SessionRecord[];
  calls: InFlightCall[];
  /** Numbers of ended sessions without calls that were forgotten, by tenant. */
  emptyForgotten: [TenantId, number][];
}

/** Version 2 did not count forgotten sessions. */
type SavedSessionsV2 = Omit<SavedSessions, 'version' | 'emptyForgotten'> & { version: 2 };

/** Version 1 stored the calls in flight with their sessions. */
interface SavedSessionsV1 {
  version: 1;
  asOf: EventId;
  sessions: { view: SessionView; openCalls: Pick<InFlightCall, 'callId' | 'tool' | 'startedAt'>[] }[];
}

/** Sessions and calls in flight, as of one event. */
export interface SessionsWithCalls {
  sessions: Sessions;
  calls: CallsInFlight;
}

/** Returns the folded sessions and calls in the form in which they are saved. */
export function saveSessions({ sessions, calls }: SessionsWithCalls): SavedSessions {
  const { asOf, open, endedWithCalls, endedWithoutCalls, emptyForgotten } = sessions;
  return {
    version: VERSION,
    asOf,
    sessions: [...endedWithoutCalls.values(), ...endedWithCalls.values(), ...open.values()],
    calls: [...calls.values()],
    emptyForgotten: [...emptyForgotten],
  };
}

/** Restores the JSON of this version or an earlier one; undefined for anything else. */
export function restoreSessions(saved: unknown): SessionsWithCalls | undefined {
  const { version } = (saved ?? {}) as { version?: unknown };
  if (version === VERSION) return restored(saved as SavedSessions);
  if (version === 2) return restored(fromV2(saved as SavedSessionsV2));
  if (version === 1) return restored(fromV2(fromV1(saved as SavedSessionsV1)));
  return undefined;
}

/** Builds the sessions from a list that a server returned. The list does not say of which tenants it counts. */
export function sessionsFrom({ asOf, sessions, emptyForgotten }: SessionList): Sessions {
  const counts: [TenantId, number][] = emptyForgotten > 0 ? [['' as TenantId, emptyForgotten]] : [];
  return sessionsOf(asOf, sessions.map(recordOf).toReversed(), counts);
}

function restored({ asOf, sessions, calls, emptyForgotten }: SavedSessions): SessionsWithCalls {
  return { sessions: sessionsOf(asOf, sessions, emptyForgotten), calls: callsFrom(calls) };
}

function sessionsOf(
  asOf: EventId,
  records: readonly SessionRecord[],
  emptyForgotten: readonly [TenantId, number][],
): Sessions {
  const sessions = { ...emptySessions(asOf), emptyForgotten: new Map(emptyForgotten) };
  for (const record of records) {
    if (record.state === 'open') sessions.open.set(record.sessionId, record);
    else rememberEnded(sessions, record);
  }
  return sessions;
}

function fromV2(saved: SavedSessionsV2): SavedSessions {
  return { ...saved, version: VERSION, emptyForgotten: [] };
}

function fromV1({ asOf, sessions }: SavedSessionsV1): SavedSessionsV2 {
  const calls = sessions.flatMap(({ view: { sessionId, tenantId }, openCalls }) =>
    openCalls.map((call) => ({ ...call, sessionId, tenantId })),
  );
  const records = sessions.map(({ view }) => recordOf(view));
  return { version: 2, asOf, sessions: records, calls };
}

function recordOf(view: SessionView): SessionRecord {
  const { callsInFlight: _, ...record } = view;
  return record;
}
