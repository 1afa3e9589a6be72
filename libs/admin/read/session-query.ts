import {
  MAX_SESSIONS_LISTED,
  parseSessionCursor,
  SESSION_STATES,
  type SessionCursor,
  type SessionQuery,
  type SessionState,
} from '#contract';
import { badRequest } from './bad-request.ts';
import { readList, readNumber, readText, requireKnown, type Query } from './query.ts';

const PARAMETERS = ['limit', 'cursor', 'state'];
const DEFAULT_LIMIT = 200;

/** The page of sessions that a query asks for, within what the admin may see. */
export function readSessionQuery(query: Query, tenantId: string | null): SessionQuery {
  requireKnown(query, PARAMETERS);
  const states = readStates(query);
  const after = readCursor(query);
  return {
    limit: readNumber(query, 'limit', 1, MAX_SESSIONS_LISTED) ?? DEFAULT_LIMIT,
    ...(tenantId !== null && { tenantId }),
    ...(states && { states }),
    ...(after && { after }),
  };
}

function readStates(query: Query): SessionState[] | undefined {
  const names = readList(query, 'state');
  return names?.map((name) => {
    const state = SESSION_STATES.find((known) => known === name);
    if (state) return state;
    const message = `There is no session state "${name.slice(0, 100)}"; there are ${SESSION_STATES.join(', ')}`;
    throw badRequest('BAD_FILTER', message);
  });
}

function readCursor(query: Query): SessionCursor | undefined {
  const text = readText(query, 'cursor');
  if (text === undefined) return undefined;
  const cursor = parseSessionCursor(text);
  if (cursor) return cursor;
  throw badRequest('BAD_CURSOR', '"cursor" takes the "next" of the page before');
}
