import { Injectable } from '@nestjs/common';
import type { InFlightCall, SessionRecord } from '#contract';
import { EventPublisher, ProjectionKeeper } from '#events';
import { SessionDirectory } from './session-directory.ts';

/**
 * Ends the calls and sessions that the log left open: they belonged to a process that died. One process writes a
 * log, so at start nothing that the log has open runs anywhere.
 */
@Injectable()
export class LostSessions {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly publisher: EventPublisher,
    projections: ProjectionKeeper,
  ) {
    projections.onRestored(() => this.#endAll());
  }

  #endAll(): void {
    // Calls first: a session ends after its calls.
    for (const call of this.directory.callsInFlight()) this.#endCall(call);
    for (const session of this.directory.openSessions()) this.#endSession(session);
  }

  #endCall({ sessionId, tenantId, callId, tool, startedAt }: InFlightCall): void {
    const lastEventAt = this.directory.findRecord(sessionId)?.lastEventAt ?? startedAt;
    const durationMs = Math.max(0, Date.parse(lastEventAt) - Date.parse(startedAt));
    const error = 'The server ended before the call did';
    this.publisher.publish({
      type: 'tool:error',
      sessionId,
      tenantId,
      data: { callId, tool, durationMs, error, kind: 'cancelled' },
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
