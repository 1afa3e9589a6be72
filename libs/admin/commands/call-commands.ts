import { Injectable } from '@nestjs/common';
import type { CallCancelAccepted } from '#contract';
import { EventPublisher } from '#events';
import { RunningCalls, type RunningCall } from '#sessions';
import { callEnded, callNotFound } from './command-errors.ts';
import { auditOf, sees, type AdminCommand } from './admin-command.ts';

/** The answer that the agent of a cancelled call gets. */
const CANCELLED = 'Cancelled by an administrator';

/** The commands of admins on calls. */
@Injectable()
export class CallCommands {
  constructor(
    private readonly running: RunningCalls,
    private readonly publisher: EventPublisher,
  ) {}

  /** Cancels a call in flight. Throws 409 if it ended recently, and 404 if the admin can see no such call. */
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
