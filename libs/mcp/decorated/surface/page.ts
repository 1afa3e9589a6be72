/** A part of a list, and the key after which it goes on; without one there is nothing more. */
export interface Page<T> {
  entries: T[];
  endsAt?: string;
}

/**
 * The entries that follow a key, or the first. Entries keep their order where one page holds them all, and
 * follow their keys where it does not: a position in that order stays right whatever comes and goes, so that
 * nothing that stays is left out or told twice. Entries of one key stay together, also beyond `size`.
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
