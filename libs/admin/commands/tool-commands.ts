import { ConflictException, Injectable } from '@nestjs/common';
import type { ErrorBody, ToolApprovalAccepted } from '#contract';
import { EventLog } from '#events';
import { DefinitionsProjection, Offers, toolPlaceOf } from '#tools';
import { toolNotFound } from '../read/bad-request.ts';
import { AuditTrail } from '../trail/index.ts';
import { doneBecause, type AdminCommand } from './admin-command.ts';

/** What is to be approved. */
export interface Approval {
  tool: string;
  /** The upstream to which the tool belongs, by its own name. Undefined for a tool as it is listed. */
  upstream: string | undefined;
  /** The hash of the definition that was read. */
  definition: string | undefined;
}

/** The commands of admins on tools. */
@Injectable()
export class ToolCommands {
  constructor(
    private readonly offers: Offers,
    private readonly definitions: DefinitionsProjection,
    private readonly trail: AuditTrail,
    private readonly log: EventLog,
  ) {}

  /**
   * Approves the newest definition of a tool, in all instances that share the log. With `definition`, only if that is its
   * hash. Rejects with 404 if no such tool was ever offered, and 409 if there is nothing to approve or another definition.
   */
  async approve(
    { tool: name, upstream: of, definition }: Approval,
    command: AdminCommand,
  ): Promise<ToolApprovalAccepted> {
    const { tool, upstream } = toolPlaceOf(this.offers.main, name, of);
    const newest = this.definitions.known.find(tool, upstream)?.versions[0];
    if (!newest) throw toolNotFound(name);
    const { hash } = newest;
    if (definition !== undefined && definition !== hash)
      throw conflict(
        'DEFINITION_CHANGED',
        `The newest definition of ${tool} is ${hash}. Read it, and approve that one.`,
      );
    if (newest.approved) throw conflict('NOT_WITHHELD', `No definition of ${tool} waits for approval`);
    const act = {
      ...doneBecause(command),
      tool,
      ...(upstream !== '' && { upstream }),
      definition: hash,
    };
    this.trail.record('admin:tool-approve', command, act, { sessionId: '', tenantId: '' });
    // What is asked next already finds it approved.
    await this.log.flush().catch(() => undefined);
    return { tool, definition: hash };
  }
}

function conflict(error: string, message: string): ConflictException {
  return new ConflictException({ error, message } satisfies ErrorBody);
}
