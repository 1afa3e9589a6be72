import type { CrowsnestEvent, EventOf } from '../events/event.ts';
import { compareEventIds } from '../ids.ts';
import { MAX_SESSION_TOOLS } from './session-view.ts';
import { findSession, forgetSession, rememberEnded, type SessionRecord, type Sessions } from './sessions.ts';

/**
 * Folds one event into the sessions and returns them, as the reducer of an `Array.reduce` that changes its accumulator
 * in place. It reads no clock and does no I/O, so the same events in the same order give the same sessions in server
 * and console.
 *
 * - Events up to `asOf` change nothing.
 * - A session begins with its `session:open`. Events of unknown or forgotten sessions change nothing.
 * - The first end counts. A later event, such as the end of a call, still counts as an event of that session.
 * - An id that opens again after its end is a new session.
 */
export function reduceSessions(sessions: Sessions, event: CrowsnestEvent): Sessions {
  if (compareEventIds(event.id, sessions.asOf) <= 0) return sessions;
  sessions.asOf = event.id;
  const record = findSession(sessions, event.sessionId);
  if (record) record.lastEventAt = event.timestamp;
  switch (event.type) {
    case 'session:open':
      if (record?.state !== 'open') begin(sessions, event);
      break;
    case 'session:close':
      end(sessions, record, 'closed', event);
      break;
    case 'session:expired':
      end(sessions, record, 'expired', event);
      break;
    case 'tool:start':
      if (record) countCall(sessions, record, event.data.tool);
      break;
    case 'tool:error':
      if (record) record.errors += 1;
      break;
    case 'tool:done':
    case 'tool:progress':
    case 'admin:sign-in':
    case 'admin:sign-out':
    case 'admin:session-end':
    case 'admin:call-cancel':
    case 'admin:configuration':
    case 'admin:ask':
    case 'admin:export':
    case 'admin:payload-open':
    case 'admin:payload-erase':
    case 'admin:alert-silence':
    case 'admin:alert-rule':
    case 'admin:tool-approve':
    case 'tools:changed':
    case 'admin:upstream-restart':
    case 'log:degraded':
    case 'log:recovered':
    case 'instance:up':
    case 'instance:down':
    case 'upstream:up':
    case 'upstream:down':
    case 'quota:near':
    case 'quota:exceeded':
    case 'alert:firing':
    case 'alert:resolved':
    case 'alert:sent':
    case 'alert:undelivered':
    case 'alert:silenced':
    case 'alert:unsilenced':
    case 'alert:rule':
      break;
    default:
      // An event type of a newer server: it advances the position, and counts as an event of its session.
      event satisfies never;
  }
  return sessions;
}

// Picked one by one, so that no other member of the event is kept with the session.
function begin(sessions: Sessions, { sessionId, tenantId, timestamp, data }: EventOf<'session:open'>): void {
  const { origin, client, protocolVersion, principal, traceId, upstream, instance, source } = data;
  forgetSession(sessions, sessionId);
  sessions.open.set(sessionId, {
    sessionId,
    tenantId,
    origin,
    client,
    protocolVersion,
    ...(principal !== undefined && { principal }),
    ...(traceId !== undefined && { traceId }),
    ...(upstream !== undefined && { upstream }),
    ...(instance !== undefined && { instance }),
    ...(source !== undefined && { source }),
    state: 'open',
    openedAt: timestamp,
    lastEventAt: timestamp,
    calls: 0,
    errors: 0,
  });
}

function countCall(sessions: Sessions, record: SessionRecord, tool: string): void {
  record.calls += 1;
  const { tools = [] } = record;
  // A new list, because views of the session share the old one.
  if (tools.length < MAX_SESSION_TOOLS && !tools.includes(tool)) record.tools = [...tools, tool];
  // A first call after the end: from now on the session is remembered as one with calls.
  if (sessions.endedWithoutCalls.delete(record.sessionId)) rememberEnded(sessions, record);
}

function end(
  sessions: Sessions,
  record: SessionRecord | undefined,
  state: 'closed' | 'expired',
  { timestamp, data }: EventOf<'session:close' | 'session:expired'>,
): void {
  if (record?.state !== 'open') return;
  record.state = state;
  record.endedAt = timestamp;
  record.endReason = data.reason;
  if ('idleMs' in data) record.idleMs = data.idleMs;
  sessions.open.delete(record.sessionId);
  rememberEnded(sessions, record);
}
