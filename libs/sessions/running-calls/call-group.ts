import { LinkedList, type Link } from './linked-list.ts';
import type { RunningCall } from './running-call.ts';

type CallLink = Link<RunningCall>;

/** What is known of the calls of one session, or of one principal. */
export interface CallCounts {
  /** Calls that run now. */
  readonly running: number;
  /** Calls that have begun. */
  readonly started: number;
  /** When the last one ended, by `performance.now()`; 0 before the first end. */
  readonly lastEndedAt: number;
}

/** The calls of one session, or of one principal. */
export class CallGroup implements CallCounts {
  readonly calls = new LinkedList<RunningCall>();
  started = 0;
  lastEndedAt = 0;
  /** Whether the group is kept without running calls, until it is released. */
  isHeld = false;

  get running(): number {
    return this.calls.size;
  }

  begin(link: CallLink): void {
    this.calls.add(link);
    this.started += 1;
  }

  end(link: CallLink): void {
    if (this.calls.remove(link)) this.lastEndedAt = performance.now();
  }
}

/** Running calls by a key. A group without running calls is dropped unless somebody holds it. */
export class CallGroups {
  readonly #groups = new Map<string, CallGroup>();

  /**
   * With `spared` at most as many groups stay although nobody holds them: a `Map` that gains and loses an entry with
   * each call is costly, and what is spared is small.
   */
  constructor(private readonly spared = 0) {}

  find(key: string): CallGroup | undefined {
    return this.#groups.get(key);
  }

  /** Every running call. */
  all(): RunningCall[] {
    return Array.from(this.#groups.values(), ({ calls }) => calls.toArray()).flat();
  }

  /** Keeps the group of a key until it is released, whether it has running calls or not. */
  hold(key: string): CallGroup {
    const group = this.#groupOf(key);
    group.isHeld = true;
    return group;
  }

  /** Lets the group of a key go, once its last call has ended. */
  release(key: string): void {
    const group = this.#groups.get(key);
    if (!group) return;
    group.isHeld = false;
    this.#drop(key, group);
  }

  begin(key: string, link: CallLink): void {
    this.#groupOf(key).begin(link);
  }

  end(key: string, link: CallLink): void {
    const group = this.#groups.get(key);
    if (!group) return;
    group.end(link);
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
