import { inject, Injectable } from '@angular/core';
import { ROUTES, type EventId, type RangeStats, type StatsSeries, type StatsSnapshot } from '#contract';

import { ServerRequests } from './server-requests.ts';

/** The events that a question is about: `from` ≤ time < `to` in milliseconds since 1970, and a filter, empty for all. */
export interface AskedEvents {
  from: number;
  to: number;
  filter: string;
}

/** The counters of the past. Every method rejects as `Requests` does. */
@Injectable({ providedIn: 'root' })
export class StatsApi {
  readonly #requests = inject(ServerRequests);

  /** The counters of a range. */
  async range(asked: AskedEvents, signal?: AbortSignal): Promise<RangeStats> {
    return this.#ask<RangeStats>(ROUTES.stats, textsOf(asked), signal);
  }

  /** The counters of a range in steps of `stepMs` milliseconds. */
  async series(asked: AskedEvents, stepMs: number, signal?: AbortSignal): Promise<StatsSeries> {
    return this.#ask<StatsSeries>(ROUTES.statsSeries, { ...textsOf(asked), step: String(stepMs) }, signal);
  }

  /** The snapshot as it was after all events up to an event, or up to a time in milliseconds since 1970. */
  async at(moment: EventId | number, signal?: AbortSignal): Promise<StatsSnapshot> {
    const at = typeof moment === 'number' ? new Date(moment).toISOString() : moment;
    return this.#ask<StatsSnapshot>(ROUTES.stats, { at }, signal);
  }

  async #ask<T>(route: string, query: Record<string, string>, signal?: AbortSignal): Promise<T> {
    return this.#requests.ask<T>(
      `${route}?${new URLSearchParams(query).toString()}`,
      signal ? { signal } : {},
    );
  }
}

function textsOf({ from, to, filter }: AskedEvents): Record<string, string> {
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return filter === '' ? range : { ...range, filter };
}
