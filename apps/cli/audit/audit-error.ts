import { CommandFault } from '../command-fault.ts';

/** Why the audit trail cannot be read: the message says what to do. */
export class AuditError extends CommandFault {
  override readonly name = 'AuditError';
}
