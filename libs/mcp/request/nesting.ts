/** Maximum depth of a message. What reads one deeper would run out of stack. */
export const MAX_DEPTH = 256;

/** Whether arrays and objects are nested deeper than {@link MAX_DEPTH}. `bytes` is the size of the JSON, where known. */
export function isTooDeep(body: unknown, bytes = Infinity): boolean {
  // Every level takes two characters at least.
  return bytes > 2 * MAX_DEPTH && isDeeper(body, MAX_DEPTH);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, levels - 1));
  for (const key in value) if (isDeeper((value as Record<string, unknown>)[key], levels - 1)) return true;
  return false;
}
