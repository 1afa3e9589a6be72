import { Injectable } from '@nestjs/common';
import type { EventDraft, InFlightCall, SessionRecord } from '#contract';
import {
  EventLog,
  EventPublisher,
  InstanceKeeper,
  lostEndOf,
  ProjectionKeeper,
  type LeftOpen,
} from '#events';
import { SessionDirectory } from './session-directory.ts';

/**
 * Ends the calls and sessions that are still open in the log and belonged to a process that died. If only one process
 * writes the log, these are all that are open in it at start. If several do, these are what their events name as
 * belonging to an instance that has gone.
 */
@Injectable()
export class LostSessions {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly publisher: EventPublisher,
    private readonly projections: ProjectionKeeper,
    log: EventLog,
    instances: InstanceKeeper,
  ) {
    instances.onGone((gone) => this.#leftBy(gone));
    projections.onRestored(() => {
      if (!log.isShared) this.#endAll();
    });
  }

  #endAll(): void {
    // From every projection, because one of them may have lost an older call with an unreadable checkpoint. Calls
    // first, because a session ends after its calls.
    for (const call of this.projections.callsLeft) this.publisher.publish(this.#endOfCall(call));
    for (const session of this.directory.openSessions()) this.publisher.publish(endOfSession(session));
  }

  /** Calls first, because a session ends after its calls. */
  #leftBy(gone: ReadonlySet<string>): LeftOpen[] {
    const isLeft = <T extends { instance?: string }>(open: T): open is T & { instance: string } =>
      open.instance !== undefined && gone.has(open.instance);
    const calls = this.directory.callsInFlight().filter(isLeft);
    const sessions = this.directory.openSessions().filter(isLeft);
    return [
      ...calls.map((call) => ({ instance: call.instance, end: this.#endOfCall(call) })),
      ...sessions.map((session) => ({ instance: session.instance, end: endOfSession(session) })),
    ];
  }

  #endOfCall(lost: InFlightCall): EventDraft {
    const { startedAt, startId: _, ...call } = lost;
    const { sessionId, tenantId, ...facts } = call;
    const session = this.directory.findRecord(sessionId);
    const durationMs = Math.max(0, Date.parse(session?.lastEventAt ?? startedAt) - Date.parse(startedAt));
    const data = { ...facts, durationMs, kind: 'cancelled' } as const;
    const end = { type: 'tool:error', sessionId, tenantId } as const;
    if (call.instance !== undefined) return { ...end, data: { ...data, ...INSTANCE_LOST } };
    // A session ends after its calls, so this call had an end that was not stored.
    if (session?.state !== 'open') return lostEndOf({ ...call, durationMs });
    return { ...end, data: { ...data, error: 'The server ended before the call did' } };
  }
}

const INSTANCE_LOST = { error: 'The instance that ran the call was lost', code: 'instance-lost' } as const;

function endOfSession({ sessionId, tenantId, lastEventAt, calls }: SessionRecord): EventDraft {
  const idleMs = Math.max(0, Date.now() - Date.parse(lastEventAt));
  const data = { reason: 'instance-lost', idleMs, calls } as const;
  return { type: 'session:expired', sessionId, tenantId, data };
}
