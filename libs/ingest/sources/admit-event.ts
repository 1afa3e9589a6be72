import type { SessionOpenData } from '#contract';
import { RejectedEvent, type StampedDraft } from '../reading/read-event.ts';
import type { OutsideSession, SourceState } from './source-state.ts';

/** Maximum number of sessions of one source that are open, and of its calls that run. */
const MAX_OPEN = 10_000;

/**
 * Checks that an event follows on from those before it, so that each call ends once and belongs to a session. Throws a
 * {@link RejectedEvent}. Returns what the session has to open with again first, if it has expired because the source was
 * silent.
 */
export function admitEvent({ draft }: StampedDraft, source: SourceState): SessionOpenData | undefined {
  const session = source.sessions.get(draft.sessionId);
  const lost = source.lost.get(draft.sessionId);
  switch (draft.type) {
    case 'session:open':
      if (session) throw new RejectedEvent('the session is open already');
      if (source.sessions.size >= MAX_OPEN) throw full('sessions');
      return undefined;
    case 'session:close':
    case 'session:expired':
      if (!session) throw notOpen(lost);
      if (session.running > 0) throw new RejectedEvent('the session has calls in flight: end them first');
      return undefined;
    case 'tool:start':
      if (!session && !lost) throw notOpen(lost);
      if (source.calls.has(draft.data.callId)) throw new RejectedEvent('the call is in flight already');
      if (source.calls.size >= MAX_OPEN) throw full('calls in flight');
      return lost?.open;
    case 'tool:done':
    case 'tool:error':
    case 'tool:progress':
      if (source.calls.get(draft.data.callId)?.sessionId !== draft.sessionId)
        throw new RejectedEvent('the call is not in flight: it has not begun in this session, or has ended');
      return undefined;
    default:
      return draft satisfies never;
  }
}

function notOpen(lost: OutsideSession | undefined): RejectedEvent {
  if (lost) return new RejectedEvent('the session has expired: the source was silent for too long');
  return new RejectedEvent('the session is not open: send its session:open first');
}

function full(what: string): RejectedEvent {
  return new RejectedEvent(`the source has ${MAX_OPEN} ${what}, its maximum`);
}
