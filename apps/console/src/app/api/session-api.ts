import { inject, Injectable } from '@angular/core';
import { positionBefore, sessionRoute, type CrowsnestEvent, type EventId, type SessionView } from '#contract';

import { HistoryApi } from './history-api.ts';
import { ServerRequests } from './server-requests.ts';

/** Reads one session, and one event. Its methods reject as `Requests` does. */
@Injectable({ providedIn: 'root' })
export class SessionApi {
  readonly #requests = inject(ServerRequests);
  readonly #history = inject(HistoryApi);

  /** A session that is open or remembered; the server answers 404 for any other. */
  session(sessionId: string): Promise<SessionView> {
    return this.#requests.ask<SessionView>(sessionRoute(sessionId));
  }

  /** An event with its payload; undefined if the log does not have it, or no longer. */
  async event(id: EventId): Promise<CrowsnestEvent | undefined> {
    const [event] = await this.#history.read({ after: positionBefore(id), limit: 1 });
    return event?.id === id ? event : undefined;
  }
}
