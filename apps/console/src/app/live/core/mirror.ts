import type { Changes } from '../picture-changes.ts';

/** What a tab has of some values by key: tells what to send for the tab to have the present ones. */
export class Mirror<V> {
  readonly #sent = new Map<string, V>();

  /**
   * The changes to send, which count as sent from now on; undefined without any. Values are compared by reference. No
   * more than `limit` values are sent at once: `isBehind` tells that more are to follow.
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
