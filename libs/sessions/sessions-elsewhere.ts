import { Injectable } from '@nestjs/common';
import { sourceOf, type CrowsnestEvent, type SessionOrigin } from '#contract';
import { EventLog, InstanceKeeper, ProjectionKeeper } from '#events';
import { OpenSessions, type CountedSession } from './open-sessions.ts';
import { SessionDirectory } from './session-directory.ts';

/** A session that is open in another instance. */
export interface SessionElsewhere extends CountedSession {
  readonly instance: string;
}

/** What happens to the calls of other instances. */
export type CallElsewhere = Extract<CrowsnestEvent, { type: 'tool:start' | 'tool:done' | 'tool:error' }>;

/** The open sessions of the other instances that share the log, as it tells of them; none if there are no others. */
@Injectable()
export class SessionsElsewhere {
  readonly #open = new OpenSessions<SessionElsewhere>();
  readonly #listeners: ((event: CallElsewhere) => void)[] = [];

  constructor(
    directory: SessionDirectory,
    projections: ProjectionKeeper,
    log: EventLog,
    private readonly instances: InstanceKeeper,
  ) {
    if (!log.isShared) return;
    projections.onRestored(() => {
      // Those of this process begin later.
      for (const {
        sessionId,
        tenantId,
        origin,
        principal,
        instance = '',
        source,
      } of directory.openSessions())
        if (source === undefined)
          this.#open.add({ sessionId, tenantId, origin, principalId: principal ?? '', instance });
      directory.onFolded((event) => this.#fold(event));
    });
  }

  /** Adds a listener for the calls of other instances. Call it in a constructor. */
  onCall(listener: (event: CallElsewhere) => void): void {
    this.#listeners.push(listener);
  }

  /** Number of open sessions of a tenant and an origin. Takes constant time. */
  countOf(tenantId: string, origin: SessionOrigin): number {
    return this.#open.countOf(tenantId, origin);
  }

  /** The open sessions of a principal, oldest first. */
  ofPrincipal(principalId: string): ReadonlySet<SessionElsewhere> {
    return this.#open.ofPrincipal(principalId);
  }

  #fold(event: CrowsnestEvent): void {
    // No limit of ours holds for what is served outside.
    if (sourceOf(event) !== undefined) return;
    switch (event.type) {
      case 'session:open':
        return this.#opened(event);
      case 'session:close':
      case 'session:expired': {
        const session = this.#open.get(event.sessionId);
        if (session) this.#open.remove(session);
        return;
      }
      case 'tool:start':
      case 'tool:done':
      case 'tool:error':
        if (!this.#isOwn(event.data.instance)) for (const listener of this.#listeners) listener(event);
        return;
      default:
    }
  }

  #opened({ sessionId, tenantId, data }: Extract<CrowsnestEvent, { type: 'session:open' }>): void {
    const { origin, principal: principalId = '', instance = '' } = data;
    if (this.#isOwn(instance) || this.#open.get(sessionId)) return;
    this.#open.add({ sessionId, tenantId, origin, principalId, instance });
  }

  #isOwn(instance: string | undefined): boolean {
    return instance === this.instances.shared;
  }
}
