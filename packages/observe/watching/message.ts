/** A JSON-RPC message as it may be. Nothing of it is certain. */
export interface Message {
  id?: unknown;
  method?: unknown;
  params?: unknown;
  result?: unknown;
  error?: unknown;
}

/** The messages in what was sent: one, or a batch of older revisions. */
export function messagesOf(sent: unknown): Message[] {
  return (Array.isArray(sent) ? sent : [sent]).filter(isRecord);
}

/** The key of a JSON-RPC id: 1 and "1" are two ids. Undefined if it is none. */
export function keyOfId(id: unknown): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? `${typeof id}:${id}` : undefined;
}

/** Members of an object; of nothing if it is none. */
export function membersOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** A text that is not too long; empty if it is none. */
export function textOf(value: unknown, length: number): string {
  return typeof value === 'string' ? value.slice(0, length).toWellFormed() : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
