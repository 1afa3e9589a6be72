import { compareEventIds, isAudited, RECENT_EVENTS, withoutPayload, type CrowsnestEvent } from '#contract';

/**
 * The last events, without payloads because snapshots are sent repeatedly. Those that count and the audit trail are kept
 * apart, so that who may not see the trail gets as many.
 */
export class RecentEvents {
  /** Oldest first. Up to twice as many as a snapshot holds. */
  readonly #counted: CrowsnestEvent[];
  readonly #trail: CrowsnestEvent[];

  /** `saved` is newest first. */
  constructor(saved: readonly CrowsnestEvent[] = []) {
    const oldestFirst = saved.toReversed();
    this.#counted = oldestFirst.filter(({ type }) => !isAudited(type));
    this.#trail = oldestFirst.filter(({ type }) => isAudited(type));
  }

  add(event: CrowsnestEvent): void {
    const events = isAudited(event.type) ? this.#trail : this.#counted;
    events.push(withoutPayload(event));
    if (events.length >= 2 * RECENT_EVENTS) events.splice(0, RECENT_EVENTS);
  }

  /** As many as a snapshot holds. */
  newestFirst(showsTrail: boolean): CrowsnestEvent[] {
    const counted = this.#counted.slice(-RECENT_EVENTS);
    return (showsTrail ? inOrder(counted, this.#trail) : counted).slice(-RECENT_EVENTS).toReversed();
  }

  /** What a later process continues from, newest first. */
  save(): CrowsnestEvent[] {
    return inOrder(this.#counted.slice(-RECENT_EVENTS), this.#trail.slice(-RECENT_EVENTS)).toReversed();
  }
}

function inOrder(some: readonly CrowsnestEvent[], others: readonly CrowsnestEvent[]): CrowsnestEvent[] {
  return others.length === 0
    ? [...some]
    : [...some, ...others].toSorted((a, b) => compareEventIds(a.id, b.id));
}
