import { reachesRole, ROUTES, type AdminIdentity, type AuditEvent, type HistoryPage } from '#contract';
import { Server, TOKEN_VARIABLE } from '../server/server.ts';
import { AuditError } from './audit-error.ts';

/** Number of events that are asked for together. */
const PAGE_EVENTS = 1_000;

/** Which events of the trail to read. */
export interface TrailChoice {
  /** ISO 8601: `from` ≤ time < `to`. */
  from?: string;
  to?: string;
  /** A pattern of types, as a filter takes it. */
  type?: string;
  /** Whether a part of the trail is of no use. */
  isWhole?: true;
}

/** Reads the trail of a running server, oldest first. Rejects with an `AuditError` or a `ServerFault`. */
export async function* trailOfServer(url: string, choice: TrailChoice): AsyncGenerator<AuditEvent> {
  const server = new Server(url, process.env[TOKEN_VARIABLE]);
  const { role, tenantId } = await server.read<AdminIdentity>(ROUTES.authSession);
  if (!reachesRole(role, 'auditor'))
    throw new AuditError(
      `The token of ${TOKEN_VARIABLE} has the role ${role}. The audit trail takes auditor or admin.`,
    );
  const { type, isWhole, ...range } = choice;
  if (tenantId !== null) {
    const problem = `The token of ${TOKEN_VARIABLE} sees the tenant ${tenantId} alone, so the trail has holes.`;
    if (isWhole) throw new AuditError(`${problem} Verify it with one that sees all tenants.`);
    process.stderr.write(`${problem}\n`);
  }
  const filter = ['type:admin:*', ...(type === undefined ? [] : [`type:${type}`])].join(' ');
  for (let after = '0'; ;) {
    const query = new URLSearchParams({ ...range, filter, after, limit: String(PAGE_EVENTS) });
    const { events } = await server.read<HistoryPage>(ROUTES.history, { query });
    yield* events as AuditEvent[];
    const last = events.at(-1);
    if (!last || events.length < PAGE_EVENTS) return;
    after = last.id;
  }
}
