import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/**
 * Creates a cursor: it names the list and the entry after which the page begins. The cursor holds its whole position,
 * so that any instance of the server can continue and entries may come and go. It reveals only the key of an entry
 * that the agent has just seen, and a forged cursor leads only into the same list.
 */
export function cursorAfter(list: string, key: string): string {
  return Buffer.from(JSON.stringify([list, key])).toString('base64url');
}

/** Returns the key after which a page begins. Throws when the cursor is not one of this list. */
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
