export { AuditTrail, type Actor } from './audit-trail.ts';
export { OpenedPayloads } from './opened-payloads.ts';
export { queryOf } from './request-query.ts';
export { Tries, type PathParameters } from './tried-act.ts';
export { WrongAttempts, type AttemptFailure } from './wrong-attempts.ts';
