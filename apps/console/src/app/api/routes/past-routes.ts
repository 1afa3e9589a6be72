import { ROUTES, type CrowsnestEvent, type EventId, type HistoryPage, type StatsSnapshot } from '#contract';

import type { Requests } from '../requests.ts';

/** The moment after an event, or after all events up to a time in milliseconds since 1970. */
export type Moment = { id: EventId } | { time: number };

/**
 * The routes that a replay reads. Every method rejects like {@link Requests}. It does not use Angular, so it can run in
 * a worker.
 */
export class PastRoutes {
  constructor(private readonly requests: Requests) {}

  /** Reads the snapshot of a moment. Rejects with the code `NOT_KEPT` if the server no longer has it. */
  async snapshotAt(moment: Moment, signal: AbortSignal): Promise<StatsSnapshot> {
    const at = 'id' in moment ? moment.id : new Date(moment.time).toISOString();
    return this.requests.ask<StatsSnapshot>(`${ROUTES.stats}?${query({ at })}`, { signal });
  }

  /** Reads the first events after a position, oldest first. */
  async eventsAfter(after: EventId, limit: number, signal: AbortSignal): Promise<CrowsnestEvent[]> {
    return this.#history({ after, limit: String(limit) }, signal);
  }

  /** Reads the last events before a position, oldest first. */
  async eventsBefore(before: EventId, limit: number, signal: AbortSignal): Promise<CrowsnestEvent[]> {
    return this.#history({ before, limit: String(limit) }, signal);
  }

  /** Reads the last `session:open` events of some sessions before a position, oldest first. */
  async openingsBefore(
    before: EventId,
    sessionIds: readonly string[],
    signal: AbortSignal,
  ): Promise<CrowsnestEvent[]> {
    const session = sessionIds.join(',');
    return this.#history({ before, session, type: 'session:open', limit: '1000' }, signal);
  }

  async #history(parameters: Record<string, string>, signal: AbortSignal): Promise<CrowsnestEvent[]> {
    const asked = query({ ...parameters, payloads: 'hidden' });
    const page = await this.requests.ask<HistoryPage>(`${ROUTES.history}?${asked}`, { signal });
    return page.events;
  }
}

function query(parameters: Record<string, string>): string {
  return new URLSearchParams(parameters).toString();
}
