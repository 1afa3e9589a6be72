import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { SessionOrigin } from '#contract';
import { shuttingDown } from '#edge';
import { EventBus, EventPublisher } from '#events';
import { Shutdown } from '#shutdown';
import {
  lastActiveAt,
  OpenSessions,
  runningIn,
  startedIn,
  type IdleGate,
  type LiveSession,
} from './open-sessions.ts';
import { CallsElsewhere } from './running-calls/calls-elsewhere.ts';
import { RunningCalls } from './running-calls/running-calls.ts';
import type { SessionDescription, SessionEnd } from './session-description.ts';
import { SessionsElsewhere, type CallElsewhere } from './sessions-elsewhere.ts';
import { SESSIONS_MODULE_OPTIONS, type SessionsModuleOptions } from './sessions.module-definition.ts';

/**
 * The sessions that are open in this process. It decides when they end: `openSession` takes a callback that releases
 * the session, and the registry calls it once, when the session is closed or was idle for too long.
 */
@Injectable()
export class SessionRegistry implements OnModuleInit {
  readonly #open = new OpenSessions<LiveSession>();
  #sweep: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    private readonly publisher: EventPublisher,
    private readonly running: RunningCalls,
    @Inject(SESSIONS_MODULE_OPTIONS) private readonly options: SessionsModuleOptions,
    private readonly elsewhere: SessionsElsewhere,
    bus: EventBus,
    shutdown: Shutdown,
  ) {
    elsewhere.onCall((event) => this.#noteCall(event));
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

  /**
   * Opens a session. Throws an `EdgeError`, 503, once the registry is closed. With a gate, the session ends for idleness
   * only by {@link expire}.
   */
  openSession(description: SessionDescription, release: LiveSession['release'], gate?: IdleGate): void {
    if (this.#isClosed) throw shuttingDown();
    const now = performance.now();
    const { sessionId, tenantId, principalId, issuerId: _, ...data } = description;
    const calls = this.running.holdSession(sessionId);
    this.#open.add({ ...description, openedAt: now, lastMessageAt: now, calls, release, gate });
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

  /**
   * Number of open sessions of a tenant and an origin, in all instances that share the log: those of others as far as
   * the log has told of them. Takes constant time.
   */
  countOpen(tenantId: string, origin: SessionOrigin): number {
    return this.#open.countOf(tenantId, origin) + this.elsewhere.countOf(tenantId, origin);
  }

  /** Number of open sessions of an origin, in this process. */
  countOfOrigin(origin: SessionOrigin): number {
    return this.#open.countOfOrigin(origin);
  }

  /**
   * Number of open sessions of a principal and an origin, in all instances. Takes time proportional to the principal's
   * sessions.
   */
  countOf(principalId: string, origin: SessionOrigin): number {
    const all = [...this.#open.ofPrincipal(principalId), ...this.elsewhere.ofPrincipal(principalId)];
    return all.filter((session) => session.origin === origin).length;
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
    const { tenantId, openedAt } = session;
    const durationMs = Math.round(performance.now() - openedAt);
    this.publisher.publish({
      type: 'session:close',
      sessionId,
      tenantId,
      data: { reason, durationMs, calls: startedIn(session) },
    });
  }

  /** Closes every session of a principal that is open in this process. */
  closeSessionsOf(principalId: string, reason: Exclude<SessionEnd, 'idle' | 'instance-lost'>): void {
    for (const { sessionId } of this.#open.ofPrincipal(principalId)) this.closeSession(sessionId, reason);
  }

  /** Closes the sessions that are meant and open in this process. Takes time proportional to all open sessions. */
  closeSessionsWhere(
    isMeant: (session: Readonly<SessionDescription>) => boolean,
    reason: Exclude<SessionEnd, 'idle' | 'instance-lost'>,
  ): void {
    for (const session of this.#open.all())
      if (isMeant(session)) this.closeSession(session.sessionId, reason);
  }

  /** Ends the sessions that were idle for too long. A session with a running call is never idle. */
  expireIdle(): void {
    const now = performance.now();
    const { protocolIdleMs, derivedIdleMs } = this.options;
    for (const session of this.#open.all()) {
      if (runningIn(session) > 0) continue;
      const limit = session.origin === 'protocol' ? protocolIdleMs : derivedIdleMs;
      const idleMs = now - lastActiveAt(session);
      if (session.gate) session.gate.whileIdle(idleMs, limit);
      else if (idleMs >= limit) this.#expire(session);
    }
  }

  /** Ends a session that was idle for too long; does nothing if it is not open, or a call runs in it. */
  expire(sessionId: string): void {
    const session = this.#open.get(sessionId);
    if (session && runningIn(session) === 0) this.#expire(session);
  }

  /**
   * Ends the longest idle session of a principal, to make room for another one. Returns false if each of its sessions
   * has a running call. Takes time proportional to the principal's sessions.
   */
  expireLongestIdle(principalId: string, origin: SessionOrigin): boolean {
    let longest: LiveSession | undefined;
    for (const session of this.#open.ofPrincipal(principalId)) {
      if (session.origin !== origin || runningIn(session) > 0) continue;
      if (!longest || lastActiveAt(session) < lastActiveAt(longest)) longest = session;
    }
    if (longest) this.#expire(longest);
    return longest !== undefined;
  }

  #expire(session: LiveSession): void {
    const idleMs = Math.round(performance.now() - lastActiveAt(session));
    this.#release(session, 'idle');
    const { sessionId, tenantId } = session;
    this.publisher.publish({
      type: 'session:expired',
      sessionId,
      tenantId,
      data: { reason: 'idle', idleMs, calls: startedIn(session) },
    });
  }

  #noteCall({ type, sessionId, data }: CallElsewhere): void {
    const session = this.#open.get(sessionId);
    if (!session) return;
    session.elsewhere ??= new CallsElsewhere();
    if (type === 'tool:start') session.elsewhere.begin(data.callId);
    else session.elsewhere.end(data.callId);
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
