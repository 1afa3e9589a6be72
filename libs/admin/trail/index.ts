export { AuditTrail, type Actor } from './audit-trail.ts';
export { WrongAttempts } from './wrong-attempts.ts';
