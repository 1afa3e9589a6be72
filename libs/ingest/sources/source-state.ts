import type { EventDraft, InFlightCall, SessionOpenData, SessionOrigin, UncommittedEvent } from '#contract';

/** A session of a source. */
export interface OutsideSession {
  /** `lost`: it has expired because its source was silent, and opens again when the source goes on with it. */
  state: 'open' | 'lost';
  tenantId: string;
  /** What it opens with again. */
  open: SessionOpenData;
  calls: number;
  /** ISO 8601, UTC. */
  lastEventAt: string;
}

/** A call in flight of a source. */
export type OutsideCall = Pick<InFlightCall, 'tool' | 'startedAt' | 'offered'> & { sessionId: string };

/** What the events of one source add up to. */
export interface SourceState {
  /** The number of its last event; 0 before the first. */
  seq: number;
  /** The instance that has taken its last event, if there are several. */
  instance?: string;
  /** By the id under which events name them. Those that were active last come last. */
  sessions: Map<string, OutsideSession>;
  calls: Map<string, OutsideCall>;
}

/** Maximum number of sessions of a source that may open again. */
const MAX_LOST = 1_000;

/** A source before its first event. */
export function newSource(): SourceState {
  return { seq: 0, sessions: new Map(), calls: new Map() };
}

/** The same state, apart from the other one. */
export function copyOf({ sessions, calls, ...state }: SourceState): SourceState {
  const apart = Array.from(sessions, ([id, session]) => [id, { ...session }] as const);
  return { ...state, sessions: new Map(apart), calls: new Map(calls) };
}

/** Whether a session of the source is open. */
export function hasOpen({ sessions }: SourceState): boolean {
  return [...sessions.values()].some(({ state }) => state === 'open');
}

/** Number of open sessions of an origin. */
export function countOpen({ sessions }: SourceState, origin: SessionOrigin): number {
  return [...sessions.values()].filter(({ state, open }) => state === 'open' && open.origin === origin)
    .length;
}

/** Folds one event of the source into its state, in place. */
export function foldSource(
  source: SourceState,
  event: (EventDraft & { timestamp: string }) | UncommittedEvent,
): void {
  const { sessionId, tenantId, timestamp } = event;
  const { seq, instance } = event.data as { seq?: number; instance?: string };
  if (seq !== undefined) source.seq = Math.max(source.seq, seq);
  if (instance !== undefined) source.instance = instance;
  const session = source.sessions.get(sessionId);
  if (session) session.lastEventAt = timestamp;
  switch (event.type) {
    case 'session:open': {
      const { seq: _, instance: _taken, ...open } = event.data as SessionOpenData;
      return begin(source, sessionId, { state: 'open', tenantId, open, calls: 0, lastEventAt: timestamp });
    }
    case 'session:close':
      source.sessions.delete(sessionId);
      return;
    case 'session:expired':
      return expire(source, sessionId, event.data.reason === 'instance-lost');
    case 'tool:start': {
      const { callId, tool, offered } = event.data;
      if (session) session.calls += 1;
      const call = { tool, sessionId, startedAt: timestamp, ...(offered === false && { offered }) };
      source.calls.set(callId, call);
      return;
    }
    case 'tool:done':
    case 'tool:error':
      source.calls.delete(event.data.callId);
      return;
    default:
  }
}

function begin(source: SourceState, sessionId: string, session: OutsideSession): void {
  source.sessions.delete(sessionId);
  source.sessions.set(sessionId, session);
}

function expire({ sessions }: SourceState, sessionId: string, isLost: boolean): void {
  const session = sessions.get(sessionId);
  sessions.delete(sessionId);
  if (!session || !isLost) return;
  sessions.set(sessionId, { ...session, state: 'lost' });
  const lost = [...sessions].filter(([, { state }]) => state === 'lost');
  for (const [oldest] of lost.slice(0, Math.max(0, lost.length - MAX_LOST))) sessions.delete(oldest);
}
