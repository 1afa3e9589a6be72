export { AuditTrail, type Actor } from './audit-trail.ts';
export { Tries, type PathParameters, type TriedAct } from './tried-act.ts';
export { WrongAttempts } from './wrong-attempts.ts';
