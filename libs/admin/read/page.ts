import type { ReadRequest } from '#events';
import { readEventId, readNumber, readText, type Query } from './query.ts';

/** Parameters that choose a page of events. */
export const PAGE_PARAMETERS = ['after', 'before', 'limit'];

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** The page that a query asks for: the first events after an id, or the last ones. */
export function readPage(query: Query): ReadRequest {
  const after = readEventId(readText(query, 'after'), 'after');
  const before = readEventId(readText(query, 'before'), 'before');
  const limit = readNumber(query, 'limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
  return { limit, ...(after && { after }), ...(before && { before }) };
}
