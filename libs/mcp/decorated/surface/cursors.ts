import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/**
 * A cursor says after which entry of which list a page begins. It holds its position itself, so that any
 * instance of the server can go on, and entries may come and go in between. All it tells is the key of an
 * entry that its bearer has just seen, and one that was made up leads nowhere but into the same list.
 */
export function cursorAfter(list: string, key: string): string {
  return Buffer.from(JSON.stringify([list, key])).toString('base64url');
}

/** The key after which a page begins; throws when the cursor is none of this list's. */
export function keyOfCursor(list: string, cursor: unknown): string {
  const [ofList, key] = typeof cursor === 'string' ? decoded(cursor) : [];
  if (ofList === list && typeof key === 'string') return key;
  const message = `Invalid cursor: use the nextCursor of a ${list} result as it is, or none to begin anew`;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

function decoded(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
