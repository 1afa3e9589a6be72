import { Injectable } from '@nestjs/common';
import type { SessionEndAccepted } from '#contract';
import { EventPublisher } from '#events';
import { SessionDirectory, SessionRegistry } from '#sessions';
import { sessionNotFound } from '../read/bad-request.ts';
import { sessionEnded } from './command-errors.ts';
import { auditOf, sees, type AdminCommand } from './admin-command.ts';

/** What admins do to sessions. */
@Injectable()
export class SessionCommands {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly directory: SessionDirectory,
    private readonly publisher: EventPublisher,
  ) {}

  /** Ends a session, its calls in flight first. 409 when it has ended, 404 when the admin knows of none. */
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
