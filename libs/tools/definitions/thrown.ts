const NO_MESSAGE = 'The handler failed without a message';

/**
 * Whatever was thrown, as an error with a message: handlers may throw `undefined`, an object without a message, or
 * one that cannot be read. Errors stay themselves.
 */
export function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return Object.assign(new Error(messageOf(thrown), { cause: thrown }), detailsOf(thrown));
}

function messageOf(thrown: unknown): string {
  switch (typeof thrown) {
    case 'object':
      return textOf(thrown && 'message' in thrown ? thrown.message : undefined);
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'symbol':
      return String(thrown);
    default:
      return textOf(thrown);
  }
}

function textOf(message: unknown): string {
  return typeof message === 'string' && message !== '' ? message : NO_MESSAGE;
}

// A JSON-RPC error may be thrown as a plain object.
function detailsOf(thrown: unknown): object {
  if (typeof thrown !== 'object' || thrown === null) return {};
  const { code, data } = thrown as { code?: unknown; data?: unknown };
  return { ...(Number.isSafeInteger(code) && { code }), ...(data !== undefined && { data }) };
}
