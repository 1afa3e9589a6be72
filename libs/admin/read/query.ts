import { z } from 'zod';
import { printSessionSort, type EventFilter, type SessionQuery, type SessionSort } from '#contract';
import type { AdminPrincipal } from '#edge';
import type { ReadRequest } from '#events';
import { hiddenFrom, seesPayloads } from '../sign-in/index.ts';
import { badRequest } from './bad-request.ts';
import type {
  FILTER_PARAMETERS,
  LIST_PARAMETERS,
  PAGE_PARAMETERS,
  PAYLOADS_PARAMETERS,
  RANGE_PARAMETERS,
  TERMS_PARAMETERS,
} from './parameters.ts';
import { cutText } from '#redaction';

type Filtered = z.infer<z.ZodObject<typeof FILTER_PARAMETERS>> &
  Partial<z.infer<z.ZodObject<typeof RANGE_PARAMETERS>>>;
type Listed = z.infer<z.ZodObject<typeof LIST_PARAMETERS>>;
type Termed = z.infer<z.ZodObject<typeof TERMS_PARAMETERS>>;
type Shown = z.infer<z.ZodObject<typeof PAYLOADS_PARAMETERS>>;
type Paged = z.infer<z.ZodObject<typeof PAGE_PARAMETERS>>;

/** What a parameter says about a fault in it. */
interface FaultFacts {
  code?: string;
  position?: number;
}

/**
 * Validates a query string, as Express parses it, against the parameters of a route. Throws 400: `UNKNOWN_PARAMETER`
 * for an unknown name, otherwise the code of the parameter's fault or `BAD_PARAMETER`.
 */
export function readQuery<Shape extends z.ZodRawShape>(
  shape: Shape,
  query: unknown,
): z.infer<z.ZodObject<Shape, z.core.$strict>> {
  const { success, data, error } = z.strictObject(shape).safeParse(query);
  if (success) return data;
  const { issues } = error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(shape);
    const offer = known.length > 0 ? `there are ${known.join(', ')}` : 'this route takes none';
    const message = `There is no parameter "${cutText(issue.keys[0] ?? '', 100)}" here; ${offer}`;
    throw badRequest('UNKNOWN_PARAMETER', message);
  }
  const { code, position }: FaultFacts = (issue?.code === 'custom' && issue.params) || {};
  const place = position === undefined ? '' : `at position ${position}: `;
  throw badRequest(
    code ?? 'BAD_PARAMETER',
    `"${String(issue?.path[0])}" ${place}${issue?.message}`,
    position,
  );
}

/** The filter of a query for events, limited to what an admin may see. */
export function eventFilterOf(asked: Filtered, admin: AdminPrincipal): EventFilter {
  return { ...filterOf(asked, admin.tenantId), ...hiddenFrom(admin) };
}

/** The filter of a query for counters, limited to what an admin of that tenant (or of all, with null) may see. */
export function filterOf(asked: Filtered, tenantId: string | null): EventFilter {
  const { type, tenant, session, tool, from, to } = asked;
  const tenants = tenantId === null ? tenant : (tenant ?? [tenantId]).filter((asked) => asked === tenantId);
  return {
    ...(type && { types: type }),
    ...(tenants && { tenants }),
    ...(session && { sessions: session }),
    ...(tool && { tools: tool }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...termsOf(asked),
  };
}

/** The terms of a query; none for an empty filter. */
export function termsOf({ filter: terms = [] }: Termed): Pick<EventFilter, 'terms'> {
  return terms.length > 0 ? { terms } : {};
}

/** Whether the admin is sent arguments and results: the role has to show them, and the query must not hide them. */
export function showsPayloads({ payloads }: Shown, admin: AdminPrincipal): boolean {
  return payloads === 'shown' && seesPayloads(admin);
}

/** The page that a query asks for. */
export function pageOf({ after, before, limit }: Paged): ReadRequest {
  return { limit, ...(after && { after }), ...(before && { before }) };
}

/**
 * The page of sessions that a query asks for, limited to what an admin of that tenant (or of all, with null) may see.
 * Throws 400 `BAD_CURSOR` for the cursor of another order.
 */
export function sessionsOf(asked: Listed, tenantId: string | null): SessionQuery {
  const { limit, cursor, state, filter: terms, from, to, sort, withCalls } = asked;
  if (cursor && orderOf(cursor.sort) !== orderOf(sort))
    throw badRequest('BAD_CURSOR', '"cursor" belongs to another "sort"; take the "next" of the page before');
  return {
    limit,
    withCalls,
    ...(tenantId !== null && { tenantId }),
    ...(state && { states: state }),
    ...(terms && { filter: { terms } }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(sort && { sort }),
    ...(cursor && { after: cursor }),
  };
}

function orderOf(sort: SessionSort | null | undefined): string {
  return sort ? printSessionSort(sort) : '';
}
