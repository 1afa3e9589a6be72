import type { Request } from 'express';

/** Parameters that choose a page, or how it is sent, and not what is selected. */
const OF_PAGES = ['after', 'before', 'limit', 'lastEventId', 'replay', 'payloads'];

/** The query of a request as it was sent; empty without one. */
export function queryOf({ originalUrl }: Request): string {
  const at = originalUrl.indexOf('?');
  return at < 0 ? '' : originalUrl.slice(at + 1);
}

/** The parameters of a request that select events, whatever page of them was asked for. */
export function selectionOf(request: Request): string {
  const query = new URLSearchParams(queryOf(request));
  for (const name of OF_PAGES) query.delete(name);
  return query.toString();
}
