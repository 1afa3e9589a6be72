import type { Credential } from './credentials.ts';
import { commands, seesMore, seesTenant, type Holder, type Somebody } from './holders.ts';
import type { Row, Told } from './rows.ts';
import type { FilledTenant } from './world.ts';

/** Who asks by which row. */
export interface Request {
  row: Row;
  who: Somebody;
  /** Undefined for somebody who is no admin. */
  credential?: Credential;
}

/** The status code that each kind of route has for an admin. */
const STATUS: Record<Row['access'], (who: Holder, tenant: FilledTenant, isCookie: boolean) => number> = {
  everybody: () => 200,
  admins: () => 200,
  owners: (who, tenant) => (seesTenant(who, tenant) ? 200 : 404),
  operators: (who, tenant) => (!commands(who) ? 403 : seesTenant(who, tenant) ? 202 : 404),
  erasers: (who, tenant) => (who.role !== 'admin' ? 403 : seesTenant(who, tenant) ? 202 : 404),
  // No definition waits for approval.
  approvers: ({ role, tenantId }) => (role === 'admin' && tenantId === null ? 409 : 403),
  readers: ({ tenantId }, _, isCookie) => (isCookie ? 401 : tenantId === null ? 200 : 403),
  overseers: ({ tenantId }) => (tenantId === null ? 200 : 403),
  silencers: (who) => (who.tenantId === null && commands(who) ? 200 : 403),
  commanders: (who) => (commands(who) ? 200 : 403),
  'rule-makers': ({ tenantId, role }) => (tenantId === null && role === 'admin' ? 200 : 403),
  'sign-in': (_who, _tenant, isCookie) => (isCookie ? 401 : 200),
  'sign-out': () => 204,
  agents: () => 401,
  observers: () => 401,
  instances: () => 404,
  unserved: () => 405,
  providers: () => 404,
};

/** The status code with which a request about the tenant is answered. */
export function expectedStatus({ row, who, credential }: Request, tenant: FilledTenant): number {
  if (who.kind === 'holder') {
    const status = STATUS[row.access](who, tenant, credential?.isCookie ?? false);
    return status === 200 ? (row.refusal ?? status) : status;
  }
  if (row.access === 'everybody' || who.opens === row.access) return 200;
  return row.access === 'instances' || row.access === 'providers' ? 404 : 401;
}

/** Whether the holder may give a command of the row about the tenant. */
export function mayCommand(who: Holder, row: Row, tenant: FilledTenant): boolean {
  return STATUS[row.access](who, tenant, false) === 202;
}

/** What a text tells the holder of the tenant although it must not, or does not although it must: as clauses. */
export function faultsIn(
  text: string,
  told: readonly Told[] | undefined,
  who: Holder,
  tenant: FilledTenant,
): string[] {
  if (!seesTenant(who, tenant)) {
    const marks = tenant.marks.filter((mark) => text.includes(mark));
    return marks.map((mark) => `tells "${mark}" of ${tenant.name}`);
  }
  const texts: Record<Told, string> = { name: tenant.name, payload: tenant.payload, trail: tenant.trail };
  return (Object.keys(texts) as Told[]).flatMap((what) => {
    const must = mustTell(what, told, who);
    if (must === undefined || text.includes(texts[what]) === must) return [];
    return [`${must ? 'does not tell' : 'tells'} the ${what} of ${tenant.name}`];
  });
}

/** Undefined where it does not matter. */
function mustTell(what: Told, told: readonly Told[] | undefined, who: Holder): boolean | undefined {
  if (what !== 'name' && !seesMore(who)) return false;
  return told?.includes(what) || undefined;
}
