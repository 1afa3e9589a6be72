import type { RunningCall } from './running-call.ts';

/** Counts of the calls of one session or one principal. */
export interface CallCounts {
  /** Number of calls that are running. */
  readonly running: number;
  /** Number of calls that have begun. */
  readonly started: number;
  /** When the last call ended, on the clock of `performance.now()`; 0 before the first end. */
  readonly lastEndedAt: number;
}

/** The calls of one session, or of one principal. */
export class CallGroup implements CallCounts {
  /** Those that run, oldest first. */
  readonly calls = new Set<RunningCall>();
  started = 0;
  lastEndedAt = 0;
  /** Whether the group is kept while it has no running calls. */
  isHeld = false;

  get running(): number {
    return this.calls.size;
  }

  begin(call: RunningCall): void {
    this.calls.add(call);
    this.started += 1;
  }

  end(call: RunningCall): void {
    if (this.calls.delete(call)) this.lastEndedAt = performance.now();
  }
}

/** Running calls grouped by a key. A group without running calls is dropped unless it is held. */
export class CallGroups {
  readonly #groups = new Map<string, CallGroup>();

  /**
   * Up to `spared` groups are kept although they are not held, because a `Map` that gains and loses an entry with each
   * call is expensive, and a group is small.
   */
  constructor(private readonly spared = 0) {}

  find(key: string): CallGroup | undefined {
    return this.#groups.get(key);
  }

  /** Returns the group of a key, and keeps it until it is released, even without running calls. */
  hold(key: string): CallGroup {
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

  begin(key: string, call: RunningCall): void {
    this.#groupOf(key).begin(call);
  }

  end(key: string, call: RunningCall): void {
    const group = this.#groups.get(key);
    if (!group) return;
    group.end(call);
    this.#drop(key, group);
  }

  #groupOf(key: string): CallGroup {
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = new CallGroup()));
    return group;
  }

  #drop(key: string, group: CallGroup): void {
    if (!group.isHeld && group.running === 0 && this.#groups.size > this.spared) this.#groups.delete(key);
  }
}
