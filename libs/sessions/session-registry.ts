import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { SessionOrigin } from '#contract';
import { shuttingDown } from '#edge';
import { EventBus, EventPublisher } from '#events';
import { Shutdown } from '#shutdown';
import { lastActiveAt, OpenSessions, type LiveSession } from './open-sessions.ts';
import { RunningCalls } from './running-calls/running-calls.ts';
import type { SessionDescription, SessionEnd } from './session-description.ts';
import { SESSIONS_MODULE_OPTIONS, type SessionsModuleOptions } from './sessions.module-definition.ts';

/**
 * The sessions that are open in this process. It decides when they end: `openSession` takes a callback that releases
 * the session, and the registry calls it once, when the session is closed or was idle for too long.
 */
@Injectable()
export class SessionRegistry implements OnModuleInit {
  readonly #open = new OpenSessions();
  #sweep: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    private readonly publisher: EventPublisher,
    private readonly running: RunningCalls,
    @Inject(SESSIONS_MODULE_OPTIONS) private readonly options: SessionsModuleOptions,
    bus: EventBus,
    shutdown: Shutdown,
  ) {
    bus.on('givenUp', 'Sessions that were given up', () => this.#releaseAll());
    shutdown.during('end sessions', () => this.close());
  }

  onModuleInit(): void {
    const { protocolIdleMs, derivedIdleMs } = this.options;
    const everyMs = Math.min(Math.max(Math.min(protocolIdleMs, derivedIdleMs) / 10, 20), 5_000);
    this.#sweep = setInterval(() => this.expireIdle(), everyMs);
    this.#sweep.unref();
  }

  /** Ends every session. No session can be opened afterwards. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#sweep);
    for (const { sessionId } of this.#open.all()) this.closeSession(sessionId, 'shutdown');
  }

  /** Opens a session. Throws an `EdgeError`, 503, once the registry is closed. */
  openSession(description: SessionDescription, release: LiveSession['release']): void {
    if (this.#isClosed) throw shuttingDown();
    const now = performance.now();
    const { sessionId, tenantId, principalId, ...data } = description;
    const calls = this.running.holdSession(sessionId);
    this.#open.add({ ...description, openedAt: now, lastMessageAt: now, calls, release });
    this.publisher.publish({
      type: 'session:open',
      sessionId,
      tenantId,
      data: { ...data, ...(principalId && { principal: principalId }) },
    });
  }

  /** Records a message of the client, which restarts the idle time. */
  touch(sessionId: string): void {
    const session = this.#open.get(sessionId);
    if (session) session.lastMessageAt = performance.now();
  }

  isOpen(sessionId: string): boolean {
    return this.#open.get(sessionId) !== undefined;
  }

  /** Number of open sessions of a tenant and an origin. Takes constant time. */
  countOpen(tenantId: string, origin: SessionOrigin): number {
    return this.#open.countOf(tenantId, origin);
  }

  /** Number of open sessions of a principal. Takes constant time. */
  countOf(principalId: string): number {
    return this.#open.ofPrincipal(principalId).size;
  }

  /** Returns a session that is open in this process. */
  find(sessionId: string): Readonly<SessionDescription> | undefined {
    return this.#open.get(sessionId);
  }

  /** Closes a session; does nothing if it is not open. */
  closeSession(sessionId: string, reason: Exclude<SessionEnd, 'idle' | 'instance-lost'>): void {
    const session = this.#open.get(sessionId);
    if (!session) return;
    this.#release(session, reason);
    const { tenantId, openedAt, calls } = session;
    const durationMs = Math.round(performance.now() - openedAt);
    this.publisher.publish({
      type: 'session:close',
      sessionId,
      tenantId,
      data: { reason, durationMs, calls: calls.started },
    });
  }

  /** Ends the sessions that were idle for too long. A session with a running call is never idle. */
  expireIdle(): void {
    const now = performance.now();
    const { protocolIdleMs, derivedIdleMs } = this.options;
    for (const session of this.#open.all()) {
      const limit = session.origin === 'protocol' ? protocolIdleMs : derivedIdleMs;
      if (session.calls.running === 0 && now - lastActiveAt(session) >= limit) this.#expire(session);
    }
  }

  /**
   * Ends the longest idle session of a principal, to make room for another one. Returns false if each of its sessions
   * has a running call. Takes time proportional to the principal's sessions.
   */
  expireLongestIdle(principalId: string, origin: SessionOrigin): boolean {
    let longest: LiveSession | undefined;
    for (const session of this.#open.ofPrincipal(principalId)) {
      if (session.origin !== origin || session.calls.running > 0) continue;
      if (!longest || lastActiveAt(session) < lastActiveAt(longest)) longest = session;
    }
    if (longest) this.#expire(longest);
    return longest !== undefined;
  }

  #expire(session: LiveSession): void {
    const idleMs = Math.round(performance.now() - lastActiveAt(session));
    this.#release(session, 'idle');
    const { sessionId, tenantId, calls } = session;
    this.publisher.publish({
      type: 'session:expired',
      sessionId,
      tenantId,
      data: { reason: 'idle', idleMs, calls: calls.started },
    });
  }

  /** Ends every session here, after the other instances have ended all of them in the log. */
  #releaseAll(): void {
    for (const session of this.#open.all()) this.#release(session, 'instance-lost');
  }

  #release(session: LiveSession, reason: SessionEnd): void {
    // Removed first, because `release` may close it again. Its calls end before its own event.
    this.#open.remove(session);
    session.release(reason);
    this.running.releaseSession(session.sessionId);
  }
}
