/** Headers of one connection, which no intermediary passes on, and those that Node.js sets by itself. */
const OF_CONNECTION = new Set([
  'connection',
  'date',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers that belong to a message rather than to its connection. */
export function endToEnd<T extends string[] | string>(
  headers: Readonly<Record<string, T | undefined>>,
): [name: string, value: T | undefined][] {
  const named = new Set(
    String(headers['connection'] ?? '')
      .toLowerCase()
      .split(/[\s,]+/),
  );
  return Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name) && !named.has(name));
}
