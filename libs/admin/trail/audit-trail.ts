import { HttpException, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { AuditOutcome, AuditType, ErrorBody, EventDraft } from '#contract';
import { clientNetworkOf, isForwarded, type AdminPrincipal } from '#edge';
import { EventPublisher } from '#events';
import type { ActOf, SubjectOf } from './act.ts';

/** Who acts. */
export interface Actor {
  admin: AdminPrincipal;
  /** The request by which the act came. */
  request: Request;
}

/** What an act belongs to. Default: no session, and the admin's tenant. */
export interface ActSubject {
  sessionId: string;
  tenantId: string;
}

/** Records what admins do. What it records reaches the log like any event: no act waits for it, or fails because of it. */
@Injectable()
export class AuditTrail {
  constructor(private readonly publisher: EventPublisher) {}

  record<T extends AuditType>(
    type: T,
    { admin, request }: Actor,
    act: ActOf<T>,
    subject: ActSubject = { sessionId: '', tenantId: admin.tenantId ?? '' },
  ): void {
    const { name, role, from = clientNetworkOf(request) } = admin;
    const data = { admin: name, role, from, ...act };
    this.publisher.publish({ type, ...subject, data } as EventDraft);
  }

  /** Records an act behind which no admin is known. */
  recordUnknown<T extends AuditType>(type: T, from: string, act: ActOf<T>): void {
    const data = { admin: '', from, ...act };
    this.publisher.publish({ type, sessionId: '', tenantId: '', data } as EventDraft);
  }

  /**
   * Runs a command, and records it if it is rejected. Where other instances take part, the one that was asked first
   * records that.
   */
  async recordRejection<T extends AuditType, Result>(
    type: T,
    actor: Actor,
    what: SubjectOf<T>,
    command: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await command();
    } catch (error) {
      if (!isForwarded(actor.request))
        this.record(type, actor, { ...what, ...rejectionOf(error) } as ActOf<T>);
      throw error;
    }
  }
}

function rejectionOf(error: unknown): { outcome: AuditOutcome; reason: string } {
  if (!(error instanceof HttpException)) return { outcome: 'failed', reason: 'INTERNAL' };
  const outcome = error.getStatus() < 500 ? 'refused' : 'failed';
  return { outcome, reason: (error.getResponse() as Partial<ErrorBody>).error ?? error.message };
}
