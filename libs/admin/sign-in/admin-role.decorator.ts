import { Reflector } from '@nestjs/core';
import type { AdminRole } from '#contract';

/** The least role that may call the handler, or the controller's handlers. Without it every admin may. */
export const RequireRole = Reflector.createDecorator<AdminRole>();

const RANKS: readonly AdminRole[] = ['viewer', 'operator', 'admin'];

/** Whether `role` may do what `needed` may. */
export function reachesRole(role: AdminRole, needed: AdminRole): boolean {
  return RANKS.indexOf(role) >= RANKS.indexOf(needed);
}
