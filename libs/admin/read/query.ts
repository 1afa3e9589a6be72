import { EVENT_TYPES, isEventType, parseEventId, type EventFilter, type EventId } from '#contract';
import { badRequest } from './bad-request.ts';

/** A query string as Express parses it: a parameter given twice is a list, one with brackets an object. */
export type Query = Record<string, unknown>;

/** Parameters that filter events, on every route that has events. */
export const FILTER_PARAMETERS = ['type', 'tenant', 'session', 'tool'];

/** Refuses parameters that the route does not have: 400 `UNKNOWN_PARAMETER`. */
export function requireKnown(query: Query, known: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const message = `There is no parameter "${unknown.slice(0, 100)}" here; there are ${known.join(', ')}`;
  throw badRequest('UNKNOWN_PARAMETER', message);
}

/** A parameter as one text; undefined when it is missing. 400 `BAD_PARAMETER` when it is given twice. */
export function readText(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw badRequest('BAD_PARAMETER', `The parameter "${name}" is given more than once; use a comma list`);
}

/** A whole number between `least` and `most`; 400 `BAD_PARAMETER` for anything else. */
export function readNumber(query: Query, name: string, least: number, most: number): number | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw badRequest('BAD_PARAMETER', `"${name}" takes a whole number from ${least} to ${most}`);
}

/** An event id; 400 `BAD_EVENT_ID` when it is malformed. */
export function readEventId(text: string | undefined, name: string): EventId | undefined {
  if (text === undefined) return undefined;
  const id = parseEventId(text);
  if (id) return id;
  throw badRequest('BAD_EVENT_ID', `"${name}" takes the id of an event, such as 1763800000000000`);
}

/**
 * The filter that the query asks for, within what the admin may see. A value that cannot match is a
 * fault only where the values are known: 400 `BAD_FILTER` for an unknown type or an empty list.
 */
export function readFilter(query: Query, tenantId: string | null): EventFilter {
  const types = readList(query, 'type');
  const unknown = types?.find((type) => !isEventType(type));
  if (unknown !== undefined) {
    const message = `There is no event type "${unknown.slice(0, 100)}"; there are ${EVENT_TYPES.join(', ')}`;
    throw badRequest('BAD_FILTER', message);
  }
  const tenants = readList(query, 'tenant');
  const visible =
    tenantId === null ? tenants : (tenants ?? [tenantId]).filter((tenant) => tenant === tenantId);
  const sessions = readList(query, 'session');
  const tools = readList(query, 'tool');
  return {
    ...(types && { types: types.filter(isEventType) }),
    ...(visible && { tenants: visible }),
    ...(sessions && { sessions }),
    ...(tools && { tools }),
  };
}

/** A comma list; undefined when it is missing. 400 `BAD_FILTER` when a value is empty. */
export function readList(query: Query, name: string): string[] | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  const values = text.split(',').map((value) => value.trim());
  if (values.every(Boolean)) return values;
  throw badRequest('BAD_FILTER', `"${name}" takes a comma list of values, none of them empty`);
}
