import {
  callCancelRoute,
  MAX_SESSIONS_LISTED,
  ROUTES,
  sessionRoute,
  type AdminIdentity,
  type EventId,
  type HistoryPage,
  type SessionList,
} from '#contract';

import { apiErrorOf } from './api-error.ts';
import { DEADLINES } from './deadlines.ts';

/** Number of ended sessions in a page. */
const ENDED_PAGE = 200;

/**
 * The server's plain HTTP routes. Every method rejects with an `ApiError`,
 * with a `TypeError` when the server cannot be reached, or with a `TimeoutError` when it does not answer in time.
 * Without Angular, so that it can run in a worker.
 */
export class ServerRoutes {
  /** `mount`: the path below which the server is mounted, such as `/ops`. */
  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly mount: string,
  ) {}

  /** The admin whom the cookie identifies. */
  async whoAmI(): Promise<AdminIdentity> {
    return this.#ask<AdminIdentity>(ROUTES.authSession);
  }

  /** The admin whom a token identifies. Nobody is signed in by that. */
  async holderOf(token: string): Promise<AdminIdentity> {
    return this.#ask<AdminIdentity>(ROUTES.authSession, { headers: { authorization: `Bearer ${token}` } });
  }

  /** Exchanges an admin token for the session cookie. The console does not store the token. */
  async signIn(token: string): Promise<AdminIdentity> {
    const headers = { authorization: `Bearer ${token}` };
    return this.#ask<AdminIdentity>(ROUTES.authSession, { method: 'POST', headers });
  }

  /** Invalidates the session cookie. */
  async signOut(): Promise<void> {
    await this.#send(ROUTES.authSession, { method: 'DELETE' });
  }

  /** The first page of sessions: open ones first, the newest first. */
  async listSessions(signal: AbortSignal): Promise<SessionList> {
    return this.#ask<SessionList>(`${ROUTES.sessions}?limit=${MAX_SESSIONS_LISTED}`, { signal });
  }

  /** A page of the sessions that have ended, newest first; `cursor` is the `next` of the page before. */
  async listEndedSessions(cursor: string | null): Promise<SessionList> {
    const query = new URLSearchParams({ state: 'closed,expired', limit: String(ENDED_PAGE) });
    if (cursor !== null) query.set('cursor', cursor);
    return this.#ask<SessionList>(`${ROUTES.sessions}?${query.toString()}`);
  }

  /** The first events after a position, at most `limit`. */
  async readHistory(after: EventId, limit: number): Promise<HistoryPage> {
    return this.#ask<HistoryPage>(`${ROUTES.history}?after=${after}&limit=${limit}`);
  }

  /** Ends a session. Resolves when the server accepts the command: the effect arrives as an event. */
  async endSession(sessionId: string, reason: string): Promise<void> {
    await this.#send(sessionRoute(sessionId), { method: 'DELETE', ...bodyWith(reason) });
  }

  /** Cancels a call. Resolves when the server accepts the command: the effect arrives as an event. */
  async cancelCall(callId: string, reason: string): Promise<void> {
    await this.#send(callCancelRoute(callId), { method: 'POST', ...bodyWith(reason) });
  }

  async #ask<T>(route: string, init: RequestInit = {}): Promise<T> {
    const response = await this.#send(route, init);
    return (await response.json()) as T;
  }

  async #send(route: string, init: RequestInit): Promise<Response> {
    const deadline = AbortSignal.timeout(DEADLINES.request);
    const response = await this.fetch(this.mount + route, {
      cache: 'no-store',
      ...init,
      signal: init.signal ? AbortSignal.any([init.signal, deadline]) : deadline,
    });
    if (!response.ok) throw await apiErrorOf(response);
    return response;
  }
}

function bodyWith(reason: string): RequestInit {
  if (reason === '') return {};
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason }) };
}
