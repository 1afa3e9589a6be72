import { inject, Injectable } from '@angular/core';
import { ROUTES, type EventId, type RangeStats, type StatsSeries, type StatsSnapshot } from '#contract';

import { ServerRequests } from '../server-requests.ts';

/** Selects events: `from` ≤ time < `to` in milliseconds since 1970, and the text of a filter, empty for all events. */
export interface AskedEvents {
  from: number;
  to: number;
  filter: string;
}

/** Reads counters of the past. Every method rejects like `Requests`. */
@Injectable({ providedIn: 'root' })
export class StatsApi {
  readonly #requests = inject(ServerRequests);

  /** Reads the counters of a range. */
  async range(asked: AskedEvents, signal?: AbortSignal): Promise<RangeStats> {
    return this.#ask<RangeStats>(ROUTES.stats, textsOf(asked), signal);
  }

  /** Reads the counters of a range in steps of `stepMs` milliseconds. */
  async series(asked: AskedEvents, stepMs: number, signal?: AbortSignal): Promise<StatsSeries> {
    return this.#ask<StatsSeries>(ROUTES.statsSeries, { ...textsOf(asked), step: String(stepMs) }, signal);
  }

  /** Reads the snapshot after all events up to an event id, or up to a time in milliseconds since 1970. */
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
