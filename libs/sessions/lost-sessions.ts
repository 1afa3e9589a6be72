import { Injectable } from '@nestjs/common';
import type { EventDraft, InFlightCall } from '#contract';
import { EventLog, EventPublisher, InstanceKeeper, ProjectionKeeper, type LeftOpen } from '#events';
import { endOfCall, endOfSession } from './lost-ends.ts';
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
    for (const call of this.projections.callsLeft.filter(isOwn))
      this.publisher.publish(this.#endOfCall(call));
    for (const session of this.directory.openSessions().filter(isOwn))
      this.publisher.publish(endOfSession(session));
  }

  /** Calls first, because a session ends after its calls. */
  #leftBy(gone: ReadonlySet<string>): LeftOpen[] {
    const isLeft = <T extends { instance?: string }>(open: T): open is T & { instance: string } =>
      open.instance !== undefined && gone.has(open.instance);
    const calls = this.directory.callsInFlight().filter(isOwn).filter(isLeft);
    const sessions = this.directory.openSessions().filter(isOwn).filter(isLeft);
    return [
      ...calls.map((call) => ({ instance: call.instance, end: this.#endOfCall(call) })),
      ...sessions.map((session) => ({ instance: session.instance, end: endOfSession(session) })),
    ];
  }

  #endOfCall(call: InFlightCall): EventDraft {
    return endOfCall(call, this.directory.findRecord(call.sessionId));
  }
}

/** What an observer outside has told of lives on when a process of ours dies. */
function isOwn({ source }: { source?: string }): boolean {
  return source === undefined;
}
