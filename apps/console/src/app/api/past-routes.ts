import { ROUTES, type CrowsnestEvent, type EventId, type HistoryPage, type StatsSnapshot } from '#contract';

import type { Requests } from './requests.ts';

/** After an event, or after the last event that was stamped by a time, in milliseconds since 1970. */
export type Moment = { id: EventId } | { time: number };

/**
 * The routes that tell the past. Every method rejects as {@link Requests} does. Without Angular, so that it can run in
 * a worker.
 */
export class PastRoutes {
  constructor(private readonly requests: Requests) {}

  /** The snapshot as it was at a moment. Rejects with the code `NOT_KEPT` if that is not known any more. */
  async snapshotAt(moment: Moment, signal: AbortSignal): Promise<StatsSnapshot> {
    const at = 'id' in moment ? moment.id : new Date(moment.time).toISOString();
    return this.requests.ask<StatsSnapshot>(`${ROUTES.stats}?${query({ at })}`, { signal });
  }

  /** The first events after a position, oldest first. */
  async eventsAfter(after: EventId, limit: number, signal: AbortSignal): Promise<CrowsnestEvent[]> {
    return this.#history({ after, limit: String(limit) }, signal);
  }

  /** The last events before a position, oldest first. */
  async eventsBefore(before: EventId, limit: number, signal: AbortSignal): Promise<CrowsnestEvent[]> {
    return this.#history({ before, limit: String(limit) }, signal);
  }

  /** The last openings of some sessions before a position, oldest first. */
  async openingsBefore(
    before: EventId,
    sessionIds: readonly string[],
    signal: AbortSignal,
  ): Promise<CrowsnestEvent[]> {
    const session = sessionIds.join(',');
    return this.#history({ before, session, type: 'session:open', limit: '1000' }, signal);
  }

  async #history(parameters: Record<string, string>, signal: AbortSignal): Promise<CrowsnestEvent[]> {
    const page = await this.requests.ask<HistoryPage>(`${ROUTES.history}?${query(parameters)}`, { signal });
    return page.events;
  }
}

function query(parameters: Record<string, string>): string {
  return new URLSearchParams(parameters).toString();
}
