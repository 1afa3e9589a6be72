import type { EventId } from '../ids.ts';
import { callsFrom, type CallsInFlight, type InFlightCall } from './calls-in-flight.ts';
import type { SessionList, SessionView } from './session-view.ts';
import { emptySessions, rememberEnded, type SessionRecord, type Sessions } from './sessions.ts';

const VERSION = 2;

/** Sessions and calls in flight as JSON: versioned, and bounded by the number of open and remembered sessions. */
export interface SavedSessions {
  version: typeof VERSION;
  asOf: EventId;
  /** Ended sessions first, each kind in the order of their ends, and then the open ones. */
  sessions: SessionRecord[];
  calls: InFlightCall[];
}

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

export function saveSessions({ sessions, calls }: SessionsWithCalls): SavedSessions {
  const { asOf, open, endedWithCalls, endedWithoutCalls } = sessions;
  return {
    version: VERSION,
    asOf,
    sessions: [...endedWithoutCalls.values(), ...endedWithCalls.values(), ...open.values()],
    calls: [...calls.values()],
  };
}

/** Restores the JSON of this version or an earlier one; undefined for anything else. */
export function restoreSessions(saved: unknown): SessionsWithCalls | undefined {
  const { version } = (saved ?? {}) as { version?: unknown };
  if (version === VERSION) return restored(saved as SavedSessions);
  if (version === 1) return restored(migrated(saved as SavedSessionsV1));
  return undefined;
}

/** Builds the sessions from a list that a server returned. */
export function sessionsFrom({ asOf, sessions }: SessionList): Sessions {
  return sessionsOf(asOf, sessions.map(recordOf).toReversed());
}

function restored({ asOf, sessions, calls }: SavedSessions): SessionsWithCalls {
  return { sessions: sessionsOf(asOf, sessions), calls: callsFrom(calls) };
}

function sessionsOf(asOf: EventId, records: readonly SessionRecord[]): Sessions {
  const sessions = emptySessions(asOf);
  for (const record of records) {
    if (record.state === 'open') sessions.open.set(record.sessionId, record);
    else rememberEnded(sessions, record);
  }
  return sessions;
}

function migrated({ asOf, sessions }: SavedSessionsV1): SavedSessions {
  const calls = sessions.flatMap(({ view: { sessionId, tenantId }, openCalls }) =>
    openCalls.map((call) => ({ ...call, sessionId, tenantId })),
  );
  const records = sessions.map(({ view }) => recordOf(view));
  return { version: VERSION, asOf, sessions: records, calls };
}

function recordOf(view: SessionView): SessionRecord {
  const { callsInFlight: _, ...record } = view;
  return record;
}
