/** Something with a key that stays the same while it changes. */
interface Keyed {
  readonly key: string;
}

/**
 * The present rows in the order that former rows had. Rows that are gone are left out, and so are new ones: nothing moves
 * under a pointer.
 */
export function inFormerOrder<T extends Keyed>(former: readonly T[], present: readonly T[]): T[] {
  const rows = new Map(present.map((row) => [row.key, row]));
  return former.flatMap(({ key }) => rows.get(key) ?? []);
}
