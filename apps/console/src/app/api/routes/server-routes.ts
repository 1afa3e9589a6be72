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

import { bodyWith } from './command-body.ts';
import type { Requests } from '../requests.ts';

/**
 * The routes for the live picture, sign-in and commands. Every method rejects like {@link Requests}. Does not use
 * Angular, so it can run in a worker.
 */
export class ServerRoutes {
  constructor(private readonly requests: Requests) {}

  /** Returns the admin that the cookie identifies. */
  async whoAmI(): Promise<AdminIdentity> {
    return this.requests.ask<AdminIdentity>(ROUTES.authSession);
  }

  /** Returns the admin that a token identifies, without signing in. */
  async holderOf(token: string): Promise<AdminIdentity> {
    return this.requests.ask<AdminIdentity>(ROUTES.authSession, {
      headers: { authorization: `Bearer ${token}` },
    });
  }

  /** Exchanges an admin token for the session cookie. The console does not store the token. */
  async signIn(token: string): Promise<AdminIdentity> {
    const headers = { authorization: `Bearer ${token}` };
    return this.requests.ask<AdminIdentity>(ROUTES.authSession, { method: 'POST', headers });
  }

  /** Invalidates the session cookie. */
  async signOut(): Promise<void> {
    await this.requests.send(ROUTES.authSession, { method: 'DELETE' });
  }

  /** Reads the first page of sessions: open ones first, newest first. */
  async listSessions(signal: AbortSignal): Promise<SessionList> {
    return this.requests.ask<SessionList>(`${ROUTES.sessions}?limit=${MAX_SESSIONS_LISTED}`, { signal });
  }

  /** Reads the first events after a position, at most `limit`, without arguments and results. */
  async readHistory(after: EventId, limit: number): Promise<HistoryPage> {
    const query = `after=${after}&limit=${limit}&payloads=hidden`;
    return this.requests.ask<HistoryPage>(`${ROUTES.history}?${query}`);
  }

  /** Ends a session. Resolves when the server accepts the command: the effect arrives as an event. */
  async endSession(sessionId: string, reason: string): Promise<void> {
    await this.requests.send(sessionRoute(sessionId), { method: 'DELETE', ...bodyWith(reason) });
  }

  /** Cancels a call. Resolves when the server accepts the command: the effect arrives as an event. */
  async cancelCall(callId: string, reason: string): Promise<void> {
    await this.requests.send(callCancelRoute(callId), { method: 'POST', ...bodyWith(reason) });
  }
}
