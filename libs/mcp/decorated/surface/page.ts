/** A part of a list, and the key after which the next part begins; undefined on the last page. */
export interface Page<T> {
  entries: T[];
  endsAt?: string;
}

/**
 * Returns the entries after a key, or the first entries. A list that fits on one page keeps its own order. A longer
 * list is sorted by key, because a position in that order stays valid while entries come and go: no entry is skipped
 * or repeated. Entries with the same key stay on one page, even beyond `size`.
 */
export function pageOf<T>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
  size: number,
  after?: string,
): Page<T> {
  if (after === undefined && entries.length <= size) return { entries: [...entries] };
  const ordered = entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .filter(({ key }) => after === undefined || key > after)
    .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  let end = Math.min(size, ordered.length);
  while (end < ordered.length && ordered[end]?.key === ordered[end - 1]?.key) end += 1;
  const page = { entries: ordered.slice(0, end).map(({ entry }) => entry) };
  const last = ordered[end - 1];
  return last && end < ordered.length ? { ...page, endsAt: last.key } : page;
}
