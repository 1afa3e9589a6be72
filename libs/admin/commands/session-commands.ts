import { Injectable } from '@nestjs/common';
import type { SessionEndAccepted } from '#contract';
import { EventPublisher } from '#events';
import { SessionDirectory, SessionRegistry } from '#sessions';
import { sessionNotFound } from '../read/bad-request.ts';
import { sessionEnded } from './command-errors.ts';
import { auditOf, sees, type AdminCommand } from './admin-command.ts';

/** The commands of admins on sessions. */
@Injectable()
export class SessionCommands {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly directory: SessionDirectory,
    private readonly publisher: EventPublisher,
  ) {}

  /**
   * Ends a session, after its calls in flight. Throws 409 if it has ended, and 404 if the admin can see no such
   * session.
   */
  end(sessionId: string, command: AdminCommand): SessionEndAccepted {
    const open = this.registry.find(sessionId);
    const known = open ?? this.directory.find(sessionId);
    if (!known || !sees(command.admin, known)) throw sessionNotFound(sessionId);
    if (!open) throw sessionEnded(sessionId);
    const { tenantId } = open;
    const data = { ...auditOf(command), sessionId };
    this.publisher.publish({ type: 'admin:session-end', sessionId, tenantId, data });
    this.registry.closeSession(sessionId, 'admin');
    return { sessionId };
  }
}
