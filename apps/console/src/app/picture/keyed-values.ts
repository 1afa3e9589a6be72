import type { Changes } from '../live/picture-changes.ts';

/** Keyed values that are updated by changes. */
export class KeyedValues<V> {
  readonly values = new Map<string, V>();

  /** Applies changes; `undefined` means none. Returns whether there were any. */
  apply(changes: Changes<V> | undefined): boolean {
    if (!changes) return false;
    for (const key of changes.gone) this.values.delete(key);
    for (const [key, value] of changes.set) this.values.set(key, value);
    return true;
  }
}
