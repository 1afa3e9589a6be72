import type { CommandReason } from '#contract';
import type { AdminPrincipal } from '#edge';
import type { Actor } from '../trail/index.ts';

/** The method and URL of a command. */
export interface CommandRoute {
  method: string;
  url: string;
}

/** Who gives a command, and why. */
export type AdminCommand = Actor &
  CommandReason & {
    /** By which another instance is asked to carry it out. Default: that of the request. */
    route?: CommandRoute;
  };

/** The part of an audit event that says why a command was given that is carried out. */
export function doneBecause({ reason }: CommandReason): { outcome: 'done'; reason?: string } {
  return { outcome: 'done', ...(reason !== undefined && { reason }) };
}

/** Whether the admin may see something that belongs to this tenant. */
export function sees({ tenantId }: AdminPrincipal, owner: { tenantId: string }): boolean {
  return tenantId === null || tenantId === owner.tenantId;
}
