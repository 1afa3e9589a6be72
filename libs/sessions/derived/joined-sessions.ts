import { Injectable } from '@nestjs/common';
import type { CrowsnestEvent, SessionId } from '#contract';
import { EventBus } from '#events';
import type { SessionEnd } from '../session-description.ts';
import { SessionDirectory } from '../session-directory.ts';

/** Calls back when a session has ended at its owner; `reason` is given if its calls here have to end as well. */
export type Leave = (reason?: SessionEnd) => void;

/**
 * The sessions of other instances that this process uses. When one ends for an admin, its calls end everywhere. If only
 * its owner has gone, the grouping has ended, and calls that run here are not disturbed.
 */
@Injectable()
export class JoinedSessions {
  readonly #joined = new Map<string, Leave>();

  constructor(directory: SessionDirectory, bus: EventBus) {
    directory.onFolded((event) => this.#fold(event));
    bus.on('givenUp', 'Joined sessions that were given up', () => {
      for (const sessionId of this.#joined.keys()) this.leave(sessionId, 'instance-lost');
    });
  }

  /** Uses a session. Does nothing if it is used already. */
  join(sessionId: SessionId, leave: Leave): void {
    if (!this.#joined.has(sessionId)) this.#joined.set(sessionId, leave);
  }

  /** Stops using a session; with a reason, its calls here end. Returns false if it is not used. */
  leave(sessionId: string, reason?: SessionEnd): boolean {
    const leave = this.#joined.get(sessionId);
    this.#joined.delete(sessionId);
    leave?.(reason);
    return leave !== undefined;
  }

  #fold({ type, sessionId, data }: CrowsnestEvent): void {
    if (type === 'session:close') this.leave(sessionId, data.reason === 'admin' ? 'admin' : undefined);
    else if (type === 'session:expired') this.leave(sessionId);
  }
}
