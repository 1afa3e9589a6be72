import type { z } from 'zod';
import { ADMINS } from './admins.ts';
import { AGENTS } from './agents.ts';
import { ALERTS } from './alerts.ts';
import { AUTHORIZATION } from './authorization.ts';
import { EVENT_TYPES_MEMBER } from './event-types.ts';
import { LIMITS_MEMBER } from './limits.ts';
import type { Member } from './member.ts';
import { OBSERVERS } from './observers.ts';
import { MCP_SERVERS, UPSTREAMS_MEMBER } from './upstreams.ts';
import { OIDC } from './oidc.ts';
import { TENANTS } from './tenants.ts';

/** Every member of the file besides the variables. Parsing and the JSON Schema are derived from this table. */
export const MEMBERS = {
  admins: ADMINS,
  agents: AGENTS,
  observers: OBSERVERS,
  authorization: AUTHORIZATION,
  limits: LIMITS_MEMBER,
  oidc: OIDC,
  alerts: ALERTS,
  tenants: TENANTS,
  eventTypes: EVENT_TYPES_MEMBER,
  upstreams: UPSTREAMS_MEMBER,
  mcpServers: MCP_SERVERS,
} as const satisfies Record<string, Member>;

/** The name of a member of the configuration file. */
export type MemberName = keyof typeof MEMBERS;

/** The value of every member; `undefined` when the file does not have it, or when it is invalid. */
export type Members = { [N in MemberName]?: z.output<(typeof MEMBERS)[N]['schema']> };

/** The names of all members. */
export const MEMBER_NAMES = Object.keys(MEMBERS) as MemberName[];
