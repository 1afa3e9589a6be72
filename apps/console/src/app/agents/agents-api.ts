import { inject, Injectable } from '@angular/core';
import {
  exactPattern,
  printFilter,
  ROUTES,
  type CrowsnestEvent,
  type HistoryPage,
  type SessionList,
  type SessionView,
  type Term,
} from '#contract';

import { ServerRequests } from '../api/server-requests.ts';

/** The agent of a session, and how the session came about. */
export type Agent = Pick<SessionView, 'client' | 'origin'>;

/** Agents by the ids of their sessions. */
export type FoundAgents = ReadonlyMap<string, Agent>;

/** Maximum number of sessions in one request, because filters have a maximum length. */
export const ASKED_AT_ONCE = 50;

const OPENINGS: Term = { field: 'type', negated: false, patterns: [exactPattern('session:open')] };

/** Finds the agents of sessions. */
@Injectable({ providedIn: 'root' })
export class AgentsApi {
  readonly #requests = inject(ServerRequests);

  /**
   * Returns the agents of sessions that the server remembers, and of sessions whose opening is still in the log. Rejects
   * as `Requests` does.
   */
  async find(sessionIds: readonly string[]): Promise<FoundAgents> {
    const known = await this.#remembered(sessionIds);
    const others = sessionIds.filter((sessionId) => !known.has(sessionId));
    return others.length === 0 ? known : new Map([...known, ...(await this.#logged(others))]);
  }

  async #remembered(sessionIds: readonly string[]): Promise<FoundAgents> {
    const query = queryOf([sessionsTerm(sessionIds)], sessionIds.length);
    const { sessions } = await this.#requests.ask<SessionList>(`${ROUTES.sessions}?${query}`);
    return new Map(sessions.map(({ sessionId, client, origin }) => [sessionId, { client, origin }]));
  }

  async #logged(sessionIds: readonly string[]): Promise<FoundAgents> {
    const query = queryOf([sessionsTerm(sessionIds), OPENINGS], sessionIds.length);
    const { events } = await this.#requests.ask<HistoryPage>(`${ROUTES.history}?${query}`);
    return new Map(events.flatMap(openedBy));
  }
}

function sessionsTerm(sessionIds: readonly string[]): Term {
  return { field: 'session', negated: false, patterns: sessionIds.map(exactPattern) };
}

function queryOf(terms: readonly Term[], limit: number): string {
  return new URLSearchParams({ filter: printFilter({ terms }), limit: String(limit) }).toString();
}

function openedBy(event: CrowsnestEvent): [string, Agent][] {
  if (event.type !== 'session:open') return [];
  const { client, origin } = event.data;
  return [[event.sessionId, { client, origin }]];
}
