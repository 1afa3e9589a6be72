import type { EventDraft, InFlightCall, SessionOpenData, SessionOrigin, UncommittedEvent } from '#contract';

/** A session of a source. */
export interface OutsideSession {
  tenantId: string;
  /** What it opens with again. */
  open: SessionOpenData;
  calls: number;
  /** Number of its calls in flight. */
  running: number;
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
  /** The open sessions, by the id under which events name them. */
  sessions: Map<string, OutsideSession>;
  /**
   * Sessions that have expired because the source was silent, the oldest first. They open again when the source goes on
   * with them.
   */
  lost: Map<string, OutsideSession>;
  calls: Map<string, OutsideCall>;
}

/** A source by its name, and what is known of it. */
export interface KnownSource {
  tenantId: string;
  source: string;
  state: SourceState;
}

/** Maximum number of sessions of a source that may open again. */
const MAX_LOST = 1_000;

/** A source before its first event. */
export function newSource(): SourceState {
  return { seq: 0, sessions: new Map(), lost: new Map(), calls: new Map() };
}

/** The same state, apart from the other one. */
export function copyOf({ sessions, lost, calls, ...state }: SourceState): SourceState {
  const apart = Array.from(sessions, ([id, session]) => [id, { ...session }] as const);
  return { ...state, sessions: new Map(apart), lost: new Map(lost), calls: new Map(calls) };
}

/** Whether a session of the source is open. */
export function hasOpen({ sessions }: SourceState): boolean {
  return sessions.size > 0;
}

/** Number of open sessions of an origin. */
export function countOpen({ sessions }: SourceState, origin: SessionOrigin): number {
  return [...sessions.values()].filter(({ open }) => open.origin === origin).length;
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
      return begin(source, sessionId, { tenantId, open, calls: 0, running: 0, lastEventAt: timestamp });
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
      return beginCall(source, callId, call);
    }
    case 'tool:done':
    case 'tool:error':
      return endCall(source, event.data.callId);
    default:
  }
}

function begin({ sessions, lost }: SourceState, sessionId: string, session: OutsideSession): void {
  lost.delete(sessionId);
  sessions.set(sessionId, session);
}

function expire({ sessions, lost }: SourceState, sessionId: string, isLost: boolean): void {
  const session = sessions.get(sessionId);
  sessions.delete(sessionId);
  if (!session || !isLost) return;
  lost.set(sessionId, session);
  const [oldest] = lost.keys();
  if (oldest !== undefined && lost.size > MAX_LOST) lost.delete(oldest);
}

function beginCall(source: SourceState, callId: string, call: OutsideCall): void {
  endCall(source, callId);
  source.calls.set(callId, call);
  const session = source.sessions.get(call.sessionId);
  if (session) session.running += 1;
}

function endCall({ calls, sessions }: SourceState, callId: string): void {
  const call = calls.get(callId);
  if (!call) return;
  calls.delete(callId);
  const session = sessions.get(call.sessionId);
  if (session) session.running -= 1;
}
