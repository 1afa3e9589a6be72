/** Why the audit trail cannot be read: the message says what to do. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}
