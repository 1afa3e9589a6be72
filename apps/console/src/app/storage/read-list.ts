/** Reads a stored list, at most `length` of its items. What is no list, or no item, is left out. */
export function readList<T>(
  text: string | null,
  read: (item: unknown) => T | undefined,
  length: number,
): T[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]');
    const items = Array.isArray(stored) ? stored.map(read) : [];
    return items.filter((item) => item !== undefined).slice(0, length);
  } catch {
    return [];
  }
}
