/** Counts of the calls of one session or one principal. */
export interface CallCounts {
  /** Number of calls that are running. */
  readonly running: number;
  /** Number of calls that have begun. */
  readonly started: number;
  /** When the last call ended, on the clock of `performance.now()`; 0 before the first end. */
  readonly lastEndedAt: number;
}

interface CallGroup extends CallCounts {
  running: number;
  started: number;
  lastEndedAt: number;
  /** Whether the group is kept while it has no running calls. */
  isHeld: boolean;
}

/** Counts of calls by a key. A group without running calls is dropped unless it is held. */
export class CallGroups {
  readonly #groups = new Map<string, CallGroup>();

  /**
   * Up to `spared` groups are kept although they are not held, because a `Map` that gains and loses an entry with each
   * call is expensive, and a group is small.
   */
  constructor(private readonly spared = 0) {}

  find(key: string): CallCounts | undefined {
    return this.#groups.get(key);
  }

  /** Returns the group of a key, and keeps it until it is released, even without running calls. */
  hold(key: string): CallCounts {
    const group = this.#groupOf(key);
    group.isHeld = true;
    return group;
  }

  /** Stops holding the group of a key: it is dropped once its last call has ended. */
  release(key: string): void {
    const group = this.#groups.get(key);
    if (!group) return;
    group.isHeld = false;
    this.#drop(key, group);
  }

  begin(key: string): void {
    const group = this.#groupOf(key);
    group.running += 1;
    group.started += 1;
  }

  /** Counts the end of a call at `now`, on the clock of `performance.now()`. */
  end(key: string, now: number): void {
    const group = this.#groups.get(key);
    if (!group) return;
    group.running -= 1;
    group.lastEndedAt = now;
    this.#drop(key, group);
  }

  #groupOf(key: string): CallGroup {
    let group = this.#groups.get(key);
    if (!group) {
      group = { running: 0, started: 0, lastEndedAt: 0, isHeld: false };
      this.#groups.set(key, group);
    }
    return group;
  }

  #drop(key: string, group: CallGroup): void {
    if (!group.isHeld && group.running === 0 && this.#groups.size > this.spared) this.#groups.delete(key);
  }
}
