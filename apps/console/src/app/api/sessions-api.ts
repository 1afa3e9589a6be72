import { inject, Injectable } from '@angular/core';
import { MAX_SESSIONS_LISTED, printSessionSort, ROUTES, type SessionList, type SessionSort } from '#contract';

import { ServerRequests } from './server-requests.ts';

/** Which sessions to list, and in which order. */
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

/** Lists of sessions. Its methods reject as `Requests` does. */
@Injectable({ providedIn: 'root' })
export class SessionsApi {
  readonly #requests = inject(ServerRequests);

  /** The first `count` sessions, in as many requests as that takes. The facts are those of the first page. */
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
