import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import { EventPublisher } from '#events';
import { SessionDirectory } from './session-directory.ts';

/**
 * Ends the sessions that the log left open: they belonged to a process that died. One process writes a
 * log, so at start every open session is such a one, and so is every call in flight.
 */
@Injectable()
export class LostSessions implements OnApplicationBootstrap {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly publisher: EventPublisher,
    private readonly bus: EventEmitterReadinessWatcher,
  ) {}

  onApplicationBootstrap(): void {
    const lost = this.directory.openSessions();
    if (lost.length === 0) return;
    // Not awaited: the bus is made ready by a hook that may run after this one.
    void this.bus.waitUntilReady().then(() => {
      for (const session of lost) this.#end(session);
    });
  }

  #end({ view, openCalls }: ReturnType<SessionDirectory['openSessions']>[number]): void {
    const { sessionId, tenantId, lastEventAt, calls } = view;
    const owner = { sessionId, tenantId };
    for (const { callId, tool, startedAt } of openCalls) {
      const durationMs = Math.max(0, Date.parse(lastEventAt) - Date.parse(startedAt));
      const error = 'The server ended before the call did';
      this.publisher.publish({
        type: 'tool:error',
        ...owner,
        data: { callId, tool, durationMs, error, kind: 'cancelled' },
      });
    }
    const idleMs = Math.max(0, Date.now() - Date.parse(lastEventAt));
    this.publisher.publish({
      type: 'session:expired',
      ...owner,
      data: { reason: 'instance-lost', idleMs, calls },
    });
  }
}
