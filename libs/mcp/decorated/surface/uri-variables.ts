import type { Variables } from '@modelcontextprotocol/server';

/** The variables of a URI as they are meant: they are matched as they stand in it, percent-encoded. */
export function decodedVariables(variables: Variables): Variables {
  const decoded = Object.entries(variables).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(decode) : decode(value),
  ]);
  return Object.fromEntries(decoded) as Variables;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
