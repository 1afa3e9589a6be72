import type { Request } from 'express';
import type { CommandReason } from '#contract';
import type { AdminPrincipal } from '#edge';

/** Who gives a command, and why. */
export interface AdminCommand extends CommandReason {
  admin: AdminPrincipal;
  /** The request by which it came. */
  request: Request;
}

/** The part of an audit event that names who gave the command, and why. */
export function auditOf({ admin, reason }: AdminCommand): { by: string; reason?: string } {
  return { by: admin.name, ...(reason !== undefined && { reason }) };
}

/** Whether the admin may see something that belongs to this tenant. */
export function sees({ tenantId }: AdminPrincipal, owner: { tenantId: string }): boolean {
  return tenantId === null || tenantId === owner.tenantId;
}
