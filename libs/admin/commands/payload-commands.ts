import { Injectable } from '@nestjs/common';
import type { EventFilter, PayloadsErased } from '#contract';
import {
  erasePayloadsOf,
  EventBus,
  EventLog,
  EventTail,
  PAYLOAD_TYPES,
  readSlices,
  type LoggedEvent,
} from '#events';
import { SessionDirectory } from '#sessions';
import { sessionNotFound } from '../read/bad-request.ts';
import { AuditTrail } from '../trail/index.ts';
import { doneBecause, sees, type AdminCommand } from './admin-command.ts';
import { erasureRunning, tenantNotFound } from './command-errors.ts';

const ERASED = 'admin:payload-erase';

/** The commands of admins on recorded arguments and results. */
@Injectable()
export class PayloadCommands {
  #isErasing = false;

  constructor(
    private readonly log: EventLog,
    private readonly directory: SessionDirectory,
    private readonly trail: AuditTrail,
    tail: EventTail,
    bus: EventBus,
  ) {
    // Every instance that shares the log reads the act, and holds the newest events in memory as they were.
    bus.on('committed', 'Erased payloads', (batch) => {
      if (batch.holds(ERASED)) tail.forget();
    });
  }

  /** Erases what the log holds of a session. Rejects with 404 if the admin can see no such session. */
  async eraseOfSession(sessionId: string, command: AdminCommand): Promise<PayloadsErased> {
    const { tenantId } = command.admin;
    const filter = { sessions: [sessionId], ...(tenantId !== null && { tenants: [tenantId] }) };
    const record = this.directory.findRecord(sessionId);
    if (record && !sees(command.admin, record)) throw sessionNotFound(sessionId);
    // The log may hold events of a session that is remembered no longer.
    const owner = record ?? (await this.#firstOf(filter))?.event;
    if (!owner) throw sessionNotFound(sessionId);
    return this.#erase('session', filter, command, { sessionId, tenantId: owner.tenantId });
  }

  /** Erases what the log holds of a tenant. Rejects with 404 if the admin can see no such tenant. */
  async eraseOfTenant(tenantId: string, command: AdminCommand): Promise<PayloadsErased> {
    const filter = { tenants: [tenantId] };
    if (!sees(command.admin, { tenantId }) || !(await this.#firstOf(filter))) throw tenantNotFound(tenantId);
    return this.#erase('tenant', filter, command, { sessionId: '', tenantId });
  }

  async #firstOf(filter: EventFilter): Promise<LoggedEvent | undefined> {
    // The only call of a session or tenant may have ended a moment ago.
    await this.log.flush();
    const [first] = await this.log.read({ after: this.log.start, limit: 1, filter });
    return first;
  }

  async #erase(
    of: 'session' | 'tenant',
    filter: EventFilter,
    command: AdminCommand,
    subject: { sessionId: string; tenantId: string },
  ): Promise<PayloadsErased> {
    if (this.#isErasing) throw erasureRunning();
    this.#isErasing = true;
    try {
      const payloads = await this.#eraseAll({ ...filter, types: PAYLOAD_TYPES });
      this.trail.record(ERASED, command, { ...doneBecause(command), of, payloads }, subject);
      await this.log.flush();
      return { payloads };
    } finally {
      this.#isErasing = false;
    }
  }

  async #eraseAll(filter: EventFilter): Promise<number> {
    // What is appended from now on is not meant.
    await this.log.flush();
    let payloads = 0;
    for await (const slice of readSlices(this.log, { after: this.log.start, upTo: this.log.last, filter }))
      payloads += await erasePayloadsOf(this.log, slice);
    return payloads;
  }
}
