import { inject, Injectable } from '@angular/core';
import {
  MAX_SESSIONS_LISTED,
  printSessionSort,
  ROUTES,
  sessionRoute,
  type SessionList,
  type SessionSort,
  type SessionView,
} from '#contract';

import { ServerRequests } from '../server-requests.ts';

/** Selects and sorts sessions. */
export interface AskedSessions {
  /** The text of a filter that sessions can match; empty for all. */
  filter: string;
  /** Only sessions that were alive in this range, in milliseconds since 1970. */
  range: { from: number; to: number } | null;
  /** Only sessions with a call. */
  withCalls: boolean;
  /** Without one, open sessions come first. */
  sort: SessionSort | null;
  /** Only open sessions. */
  openOnly?: boolean;
}

/** Reads sessions. Its methods reject like `Requests`. */
@Injectable({ providedIn: 'root' })
export class SessionsApi {
  readonly #requests = inject(ServerRequests);

  /** Reads an open or remembered session. The server answers 404 for any other. */
  one(sessionId: string): Promise<SessionView> {
    return this.#requests.ask<SessionView>(sessionRoute(sessionId));
  }

  /** Reads the first `count` sessions, page by page. All other facts of the list are those of the first page. */
  async first(count: number, asked: AskedSessions, signal: AbortSignal): Promise<SessionList> {
    let list = await this.#page(asked, count, undefined, signal);
    while (list.next !== undefined && list.sessions.length < count) {
      const page = await this.#page(asked, count - list.sessions.length, list.next, signal);
      const facts = { ...list };
      delete facts.next;
      const next = page.next === undefined ? {} : { next: page.next };
      list = { ...facts, ...next, sessions: [...list.sessions, ...page.sessions] };
    }
    return list;
  }

  async #page(
    asked: AskedSessions,
    count: number,
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<SessionList> {
    const query = new URLSearchParams(textsOf(asked));
    query.set('limit', String(Math.min(count, MAX_SESSIONS_LISTED)));
    if (cursor !== undefined) query.set('cursor', cursor);
    return this.#requests.ask<SessionList>(`${ROUTES.sessions}?${query.toString()}`, { signal });
  }
}

function textsOf({ filter, range, withCalls, sort, openOnly }: AskedSessions): Record<string, string> {
  return {
    ...(filter !== '' && { filter }),
    ...(range && { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }),
    ...(withCalls && { withCalls: 'true' }),
    ...(sort && { sort: printSessionSort(sort) }),
    ...(openOnly && { state: 'open' }),
  };
}
