import { Injectable } from '@nestjs/common';
import type { InFlightCall, SessionRecord } from '#contract';
import { EventPublisher, lostEndOf, ProjectionKeeper } from '#events';
import { SessionDirectory } from './session-directory.ts';

/**
 * Ends the calls and sessions that are still open in the log: they belonged to a process that died. Only one process
 * writes a log, so at start nothing that is open in the log is still running.
 */
@Injectable()
export class LostSessions {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly publisher: EventPublisher,
    private readonly projections: ProjectionKeeper,
  ) {
    projections.onRestored(() => this.#endAll());
  }

  #endAll(): void {
    // From every projection, because one of them may have lost an older call with an unreadable checkpoint. Calls
    // first, because a session ends after its calls.
    for (const call of this.projections.callsLeft) this.#endCall(call);
    for (const session of this.directory.openSessions()) this.#endSession(session);
  }

  #endCall({ startedAt, ...call }: InFlightCall): void {
    const { sessionId, tenantId, ...facts } = call;
    const session = this.directory.findRecord(sessionId);
    const durationMs = Math.max(0, Date.parse(session?.lastEventAt ?? startedAt) - Date.parse(startedAt));
    // A session ends after its calls, so this call had an end that was not stored.
    if (session?.state !== 'open') return this.publisher.publish(lostEndOf({ ...call, durationMs }));
    const error = 'The server ended before the call did';
    this.publisher.publish({
      type: 'tool:error',
      sessionId,
      tenantId,
      data: { ...facts, durationMs, error, kind: 'cancelled' },
    });
  }

  #endSession({ sessionId, tenantId, lastEventAt, calls }: SessionRecord): void {
    const idleMs = Math.max(0, Date.now() - Date.parse(lastEventAt));
    this.publisher.publish({
      type: 'session:expired',
      sessionId,
      tenantId,
      data: { reason: 'instance-lost', idleMs, calls },
    });
  }
}
