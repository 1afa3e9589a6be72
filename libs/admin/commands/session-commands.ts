import { Injectable } from '@nestjs/common';
import type { SessionEndAccepted } from '#contract';
import { isForwarded } from '#edge';
import { JoinedSessions, SessionDirectory, SessionRegistry } from '#sessions';
import { sessionNotFound } from '../read/bad-request.ts';
import { observedOutside, sessionEnded } from './command-errors.ts';
import { OwnerCommands } from './owner-commands.ts';
import { AuditTrail } from '../trail/index.ts';
import { doneBecause, sees, type AdminCommand } from './admin-command.ts';

/** The commands of admins on sessions. */
@Injectable()
export class SessionCommands {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly joined: JoinedSessions,
    private readonly directory: SessionDirectory,
    private readonly trail: AuditTrail,
    private readonly owners: OwnerCommands,
  ) {}

  /**
   * Ends a session, after its calls in flight, in whichever instance it is open. Rejects with 409 if it has ended, and
   * with 404 if the admin can see no such session.
   */
  async end(sessionId: string, command: AdminCommand): Promise<SessionEndAccepted> {
    const open = this.registry.find(sessionId);
    if (!open) return this.#endElsewhere(sessionId, command);
    if (!sees(command.admin, open)) throw sessionNotFound(sessionId);
    const { tenantId } = open;
    const act = { ...doneBecause(command), sessionId };
    this.trail.record('admin:session-end', command, act, { sessionId, tenantId });
    // A session ends after its calls.
    const users = this.directory.instancesCallingIn(sessionId);
    if (users.size > 0) await this.owners.tellFirst(users, command);
    this.registry.closeSession(sessionId, 'admin');
    return { sessionId };
  }

  async #endElsewhere(sessionId: string, command: AdminCommand): Promise<SessionEndAccepted> {
    const record = this.directory.findRecord(sessionId);
    // It may have begun just now, so that the log has not told this instance yet.
    const accepted = record ? undefined : await this.owners.carryOutAnywhere<SessionEndAccepted>(command);
    if (accepted) return accepted;
    if (!record || !sees(command.admin, record)) throw sessionNotFound(sessionId);
    // Its owner asks for the end of what runs here.
    if (isForwarded(command.request) && this.joined.leave(sessionId, 'admin')) return { sessionId };
    const { state, instance, source } = record;
    if (state === 'open' && source !== undefined) throw observedOutside(`session ${sessionId}`);
    if (state !== 'open' || !this.owners.isElsewhere(instance, command)) throw sessionEnded(sessionId);
    return this.owners.carryOut(instance, command);
  }
}
