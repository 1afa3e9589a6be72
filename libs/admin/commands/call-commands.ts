import { Injectable } from '@nestjs/common';
import type { CallCancelAccepted } from '#contract';
import { RunningCalls, SessionDirectory } from '#sessions';
import { callEnded, callNotFound, observedOutside } from './command-errors.ts';
import { OwnerCommands } from './owner-commands.ts';
import { AuditTrail } from '../trail/index.ts';
import { doneBecause, sees, type AdminCommand } from './admin-command.ts';

/** The answer that the agent of a cancelled call gets. */
const CANCELLED = 'Cancelled by an administrator';

/** The commands of admins on calls. */
@Injectable()
export class CallCommands {
  constructor(
    private readonly running: RunningCalls,
    private readonly trail: AuditTrail,
    private readonly directory: SessionDirectory,
    private readonly owners: OwnerCommands,
  ) {}

  /**
   * Cancels a call in flight, in whichever instance it runs. Rejects with 409 if it ended recently, and with 404 if the
   * admin can see no such call.
   */
  async cancel(callId: string, command: AdminCommand): Promise<CallCancelAccepted> {
    const call = this.running.find(callId);
    if (!call) return this.#cancelElsewhere(callId, command);
    if (!sees(command.admin, call)) throw callNotFound(callId);
    const { sessionId, tenantId, tool } = call;
    const act = { ...doneBecause(command), callId, tool };
    this.trail.record('admin:call-cancel', command, act, { sessionId, tenantId });
    void call.cancel(CANCELLED);
    return { callId };
  }

  async #cancelElsewhere(callId: string, command: AdminCommand): Promise<CallCancelAccepted> {
    const tenantId = this.running.tenantOfEnded(callId);
    if (tenantId !== undefined && sees(command.admin, { tenantId })) throw callEnded(callId);
    const known = this.directory.findCall(callId);
    if (known?.source !== undefined && sees(command.admin, known)) throw observedOutside(`call ${callId}`);
    const instance = known?.instance;
    if (this.owners.isElsewhere(instance, command)) return this.owners.carryOut(instance, command);
    // Only the instance that ran a call knows that it has ended.
    const accepted = await this.owners.carryOutAnywhere<CallCancelAccepted>(command);
    if (!accepted) throw callNotFound(callId);
    return accepted;
  }
}
