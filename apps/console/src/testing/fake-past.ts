import { emptyStats, reduceStats, snapshotOf, type CrowsnestEvent } from '#contract';

import { id, SINCE } from './events.ts';
import { FakeLog } from './fake-log.ts';
import { json, unreachable } from './fake-server.ts';

/** Number of recent events in a snapshot. */
const RECENT = 50;

/** Answers what a replay asks: `/stats?at=`, folded from a list of events, and `/history`. */
export class FakePast {
  isReachable = true;
  /** The answer in place of a snapshot, if there is one. */
  refusal: (() => Response) | null = null;
  readonly #log: FakeLog;

  /** Takes the events oldest first. */
  constructor(private readonly events: readonly CrowsnestEvent[]) {
    this.#log = new FakeLog(events);
  }

  readonly fetch = (async (input: string, init?: RequestInit): Promise<Response> => {
    if (!this.isReachable) return unreachable();
    const { pathname, searchParams } = new URL(input, 'http://localhost');
    if (pathname !== '/stats') return this.#log.fetch(input, init);
    return this.refusal?.() ?? json(this.#snapshot(searchParams.get('at') ?? ''));
  }) as typeof fetch;

  #snapshot(at: string): ReturnType<typeof snapshotOf> {
    const end = at.includes('T')
      ? this.events.findLastIndex(({ timestamp }) => timestamp <= at)
      : this.events.findIndex((event) => event.id === at);
    const past = this.events.slice(0, end + 1);
    return snapshotOf(past.reduce(reduceStats, emptyStats(id(0), SINCE)), past.slice(-RECENT).toReversed());
  }
}
