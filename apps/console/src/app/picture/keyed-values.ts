import type { Changes } from '../live/picture-changes.ts';

/** Values by key that are kept up to date by their changes. */
export class KeyedValues<V> {
  readonly values = new Map<string, V>();

  /** Applies changes. Returns whether there were any; `undefined` stands for none. */
  apply(changes: Changes<V> | undefined): boolean {
    if (!changes) return false;
    for (const key of changes.gone) this.values.delete(key);
    for (const [key, value] of changes.set) this.values.set(key, value);
    return true;
  }
}
