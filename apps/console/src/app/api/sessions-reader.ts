import { inject, Injectable } from '@angular/core';
import { MAX_SESSIONS_LISTED, ROUTES, type SessionList, type SessionView } from '#contract';

import { ServerRequests } from './server-requests.ts';

/** Number of pages that are read at most, of 1,000 sessions each. */
const PAGES = 5;

/** The sessions that were alive in a time: open ones first, newest first, a bounded number of them. */
export interface ReadSessions {
  sessions: readonly SessionView[];
  /** Number of all that the server remembers. */
  total: number;
  /** Sessions with calls that ended before are not all remembered: ISO 8601, UTC; null while all are. */
  completeSince: string | null;
}

/** Reads the sessions of a time. */
@Injectable({ providedIn: 'root' })
export class SessionsReader {
  readonly #requests = inject(ServerRequests);

  /** The sessions that were alive in a time, in milliseconds since 1970. Rejects as `Requests` does. */
  async read({ from, to }: { from: number; to: number }, signal: AbortSignal): Promise<ReadSessions> {
    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const sessions: SessionView[] = [];
    let list: SessionList | undefined;
    for (let page = 0; page < PAGES && (!list || list.next); page += 1) {
      const cursor = list?.next ? { cursor: list.next } : {};
      const query = new URLSearchParams({ limit: String(MAX_SESSIONS_LISTED), ...range, ...cursor });
      list = await this.#requests.ask<SessionList>(`${ROUTES.sessions}?${query.toString()}`, { signal });
      sessions.push(...list.sessions);
    }
    const { open = 0, ended = 0 } = list?.counts ?? {};
    return { sessions, total: open + ended, completeSince: list?.completeSince ?? null };
  }
}
