import { createHash } from 'node:crypto';

/** Number of characters of a mark: 128 bits, so that nobody finds another source with the same one. */
const MARK = 22;

/** Makes the ids of one source, so that no source and no tenant can name a session or call of another one. */
export type OutsideIds = (id: string) => string;

/** An id of a source is followed by the mark of tenant and source. No session of our own has an id like that. */
export function outsideIds(tenantId: string, source: string): OutsideIds {
  const mark = createHash('sha256').update(`${tenantId}~${source}`).digest('base64url').slice(0, MARK);
  return (id) => `${id}~${mark}`;
}
