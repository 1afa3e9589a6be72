import { createHash } from 'node:crypto';

/** A digest of a value that does not depend on the order of its keys. */
export function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => sorted(part)) ?? '';
  return createHash('sha256').update(text).digest('base64url');
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
