import { ADMIN_ROLES, type AdminRole } from '#contract';
import { ADMIN_TOKEN } from '../server/server-process.ts';
import { TENANTS, type Tenant } from './tenants.ts';

/** An admin with a role, of one tenant or of all. */
export interface Holder {
  kind: 'holder';
  name: string;
  token: string;
  role: AdminRole;
  tenantId: string | null;
}

/** Somebody who is no admin, with what they send. */
export interface Outsider {
  kind: 'outsider';
  name: string;
  headers: Record<string, string>;
  /** What they may use all the same. */
  opens?: 'readers' | 'agents';
}

export type Somebody = Holder | Outsider;

/** Opens the metrics and nothing else. */
export const METRICS_TOKEN = 'a-token-for-the-metrics-alone';

const [{ key: agentKey } = { key: '' }] = TENANTS;

/** Every role, for each tenant and for all of them. */
export const HOLDERS: readonly Holder[] = ADMIN_ROLES.flatMap((role) =>
  [...TENANTS.map(({ name }) => name), null].map((tenantId): Holder => {
    const name = `${role} of ${tenantId ?? 'all tenants'}`;
    // The helpers of the suites read as the admin who may do all.
    const token =
      role === 'admin' && tenantId === null ? ADMIN_TOKEN : `a-token-of-the-${name.replaceAll(' ', '-')}`;
    return { kind: 'holder', name, token, role, tenantId };
  }),
);

/** Everybody else who might try, with the name that the server's cookie has. */
export function outsidersFor(cookieName: string): readonly Outsider[] {
  const outsider = (name: string, headers: Record<string, string>): Outsider => ({
    kind: 'outsider',
    name,
    headers,
  });
  return [
    outsider('nobody', {}),
    outsider('a wrong token', bearer('a-token-of-nobody')),
    outsider('a wrong cookie', { cookie: `${cookieName}=eyJhbGciOiJIUzI1NiJ9.e30.AAAA` }),
    { ...outsider("an agent's key", bearer(agentKey)), opens: 'agents' },
    { ...outsider('the token for metrics', bearer(METRICS_TOKEN)), opens: 'readers' },
  ];
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** Whether something of the tenant may reach the holder. */
export function seesTenant({ tenantId }: Holder, { name }: Tenant): boolean {
  return tenantId === null || tenantId === name;
}

/** Whether payloads and the audit trail may reach the holder. */
export function seesMore({ role }: Holder): boolean {
  return role === 'auditor' || role === 'admin';
}

/** Whether the holder may give commands. */
export function commands({ role }: Holder): boolean {
  return role === 'operator' || role === 'admin';
}
