import type { Variables } from '@modelcontextprotocol/server';

/** Decodes the variables of a URI, which are matched in their percent-encoded form. */
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
