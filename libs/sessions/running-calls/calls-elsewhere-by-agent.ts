import { Injectable } from '@nestjs/common';
import { EventLog, InstanceKeeper, ProjectionKeeper } from '#events';
import { SessionDirectory } from '../session-directory.ts';
import { SessionsElsewhere } from '../sessions-elsewhere.ts';
import { Tally } from './tally.ts';

/** Whose call it is. */
interface CallOwner {
  /** Empty in a session that several agents share. */
  principalId: string;
  tenantId: string;
}

/**
 * The calls that run in the other instances that share the log, counted by agent and tenant as the log tells of them;
 * none if there are no others.
 */
@Injectable()
export class CallsElsewhereByAgent {
  readonly #owners = new Map<string, CallOwner>();
  readonly #agents = new Tally();
  readonly #tenants = new Tally();

  constructor(
    private readonly directory: SessionDirectory,
    elsewhere: SessionsElsewhere,
    projections: ProjectionKeeper,
    log: EventLog,
    instances: InstanceKeeper,
  ) {
    elsewhere.onCall(({ type, tenantId, sessionId, data: { callId } }) => {
      if (type === 'tool:start') this.#begin(callId, sessionId, tenantId);
      else this.#end(callId);
    });
    projections.onRestored(() => {
      if (!log.isShared) return;
      for (const { callId, sessionId, tenantId, instance, source } of directory.callsInFlight())
        if (instance !== instances.shared && source === undefined) this.#begin(callId, sessionId, tenantId);
    });
  }

  /** Number of calls of a principal. Takes constant time. */
  countOf(principalId: string): number {
    return this.#agents.of(principalId);
  }

  /** Number of calls of a tenant. Takes constant time. */
  countOfTenant(tenantId: string): number {
    return this.#tenants.of(tenantId);
  }

  #begin(callId: string, sessionId: string, tenantId: string): void {
    if (this.#owners.has(callId)) return;
    const principalId = this.directory.findRecord(sessionId)?.principal ?? '';
    this.#owners.set(callId, { principalId, tenantId });
    this.#agents.add(principalId, 1);
    this.#tenants.add(tenantId, 1);
  }

  #end(callId: string): void {
    const owner = this.#owners.get(callId);
    if (!owner) return;
    this.#owners.delete(callId);
    this.#agents.add(owner.principalId, -1);
    this.#tenants.add(owner.tenantId, -1);
  }
}
