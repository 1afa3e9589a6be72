/** Reads at most `length` items of a stored list. Invalid lists and items are left out. */
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
