import { Injectable } from '@nestjs/common';
import type { CallCancelAccepted } from '#contract';
import { EventPublisher } from '#events';
import { RunningCalls, type RunningCall } from '#sessions';
import { callEnded, callNotFound } from './command-errors.ts';
import { auditOf, sees, type AdminCommand } from './admin-command.ts';

/** What the agent of a cancelled call reads. */
const CANCELLED = 'Cancelled by an administrator';

/** What admins do to calls. */
@Injectable()
export class CallCommands {
  constructor(
    private readonly running: RunningCalls,
    private readonly publisher: EventPublisher,
  ) {}

  /** Cancels a call in flight. 409 when it has ended lately, 404 when the admin knows of none. */
  cancel(callId: string, command: AdminCommand): CallCancelAccepted {
    const call = this.#find(callId, command);
    const { sessionId, tenantId, tool } = call;
    const data = { ...auditOf(command), callId, tool };
    this.publisher.publish({ type: 'admin:call-cancel', sessionId, tenantId, data });
    void call.cancel(CANCELLED);
    return { callId };
  }

  #find(callId: string, { admin }: AdminCommand): RunningCall {
    const call = this.running.find(callId);
    if (call && sees(admin, call)) return call;
    const tenantId = this.running.tenantOfEnded(callId);
    if (tenantId !== undefined && sees(admin, { tenantId })) throw callEnded(callId);
    throw callNotFound(callId);
  }
}
