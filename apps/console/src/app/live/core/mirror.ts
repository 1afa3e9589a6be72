import type { Changes } from '../picture-changes.ts';

/** Tracks the keyed values that a tab has, and computes the changes to send. */
export class Mirror<V> {
  readonly #sent = new Map<string, V>();

  /**
   * Returns the changes to send, and counts them as sent; undefined without any. Values are compared by reference. At
   * most `limit` values are sent at once; `isBehind` is true if more follow.
   */
  changes(values: ReadonlyMap<string, V>, limit: number): (Changes<V> & { isBehind: boolean }) | undefined {
    const gone = this.#removeThoseMissingFrom(values);
    const set: [string, V][] = [];
    for (const [key, value] of values) {
      if (this.#sent.get(key) === value) continue;
      if (set.length === limit) return { set, gone, isBehind: true };
      this.#sent.set(key, value);
      set.push([key, value]);
    }
    return set.length + gone.length > 0 ? { set, gone, isBehind: false } : undefined;
  }

  #removeThoseMissingFrom(values: ReadonlyMap<string, V>): string[] {
    const gone: string[] = [];
    for (const key of this.#sent.keys()) if (!values.has(key)) gone.push(key);
    for (const key of gone) this.#sent.delete(key);
    return gone;
  }
}
