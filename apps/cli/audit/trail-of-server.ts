import {
  reachesRole,
  ROUTES,
  type AdminIdentity,
  type AuditEvent,
  type ErrorBody,
  type HistoryPage,
} from '#contract';
import { AuditError } from './audit-error.ts';

/** Number of events that are asked for together. */
const PAGE_EVENTS = 1_000;
/** The variable with the token of an auditor. */
export const TOKEN_VARIABLE = 'CROWSNEST_TOKEN';

/** Which events of the trail to read. */
export interface TrailChoice {
  /** ISO 8601: `from` ≤ time < `to`. */
  from?: string;
  to?: string;
  /** A pattern of types, as a filter takes it. */
  type?: string;
}

/** Reads the trail of a running server, oldest first. Rejects with an `AuditError`. */
export async function* trailOfServer(url: string, choice: TrailChoice): AsyncGenerator<AuditEvent> {
  const { role, tenantId } = await ask<AdminIdentity>(url, ROUTES.authSession);
  if (!reachesRole(role, 'auditor'))
    throw new AuditError(
      `The token of ${TOKEN_VARIABLE} has the role ${role}. The audit trail takes auditor or admin.`,
    );
  if (tenantId !== null)
    process.stderr.write(`The token sees the tenant ${tenantId} alone, so the trail has holes.\n`);
  const { type, ...range } = choice;
  const filter = ['type:admin:*', ...(type === undefined ? [] : [`type:${type}`])].join(' ');
  for (let after = '0'; ;) {
    const query = new URLSearchParams({ ...range, filter, after, limit: String(PAGE_EVENTS) });
    const { events } = await ask<HistoryPage>(url, `${ROUTES.history}?${query.toString()}`);
    yield* events as AuditEvent[];
    const last = events.at(-1);
    if (!last || events.length < PAGE_EVENTS) return;
    after = last.id;
  }
}

async function ask<T>(url: string, path: string): Promise<T> {
  const token = process.env[TOKEN_VARIABLE];
  if (!token) throw new AuditError(`Set ${TOKEN_VARIABLE} to the token of an auditor or admin.`);
  const target = `${url.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  const response = await fetch(target, { headers: { authorization: `Bearer ${token}` } }).catch(
    (cause: unknown) => {
      throw new AuditError(`No server answers at ${url}: ${String((cause as Error).cause ?? cause)}`);
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as T;
  const { message = 'it is no Crowsnest' } = (body ?? {}) as Partial<ErrorBody>;
  throw new AuditError(`The server at ${url} answers ${response.status}: ${message}`);
}
