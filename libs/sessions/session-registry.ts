import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { SessionOrigin } from '#contract';
import { EventPublisher } from '#events';
import type { CallCounts } from './running-calls/call-group.ts';
import { RunningCalls } from './running-calls/running-calls.ts';
import type { SessionDescription, SessionEnd } from './session-description.ts';
import { SESSIONS_MODULE_OPTIONS, type SessionsModuleOptions } from './sessions.module-definition.ts';

interface LiveSession extends SessionDescription {
  openedAt: number;
  /** When the client last sent a message. */
  lastMessageAt: number;
  readonly calls: CallCounts;
  /** Closes what serves the session; its calls in flight have ended when it returns. */
  release: (reason: SessionEnd) => void;
}

/**
 * The sessions that are open in this process. It owns their end: whoever opens one hands over how to
 * release it, and the registry releases it once, when it is closed or has been idle for too long.
 */
@Injectable()
export class SessionRegistry implements OnModuleInit, OnModuleDestroy {
  readonly #sessions = new Map<string, LiveSession>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(
    private readonly publisher: EventPublisher,
    private readonly running: RunningCalls,
    @Inject(SESSIONS_MODULE_OPTIONS) private readonly options: SessionsModuleOptions,
  ) {}

  onModuleInit(): void {
    const { protocolIdleMs, derivedIdleMs } = this.options;
    const everyMs = Math.min(Math.max(Math.min(protocolIdleMs, derivedIdleMs) / 10, 20), 5_000);
    this.#sweep = setInterval(() => this.expireIdle(), everyMs);
    this.#sweep.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#sweep);
    this.closeAll('shutdown');
  }

  openSession(description: SessionDescription, release: LiveSession['release']): void {
    const now = performance.now();
    const { sessionId, tenantId, ...data } = description;
    this.#sessions.set(sessionId, {
      ...description,
      openedAt: now,
      lastMessageAt: now,
      calls: this.running.holdSession(sessionId),
      release,
    });
    this.publisher.publish({ type: 'session:open', sessionId, tenantId, data });
  }

  /** The client has given a sign: idle time counts anew. */
  touch(sessionId: string): void {
    const session = this.#sessions.get(sessionId);
    if (session) session.lastMessageAt = performance.now();
  }

  isOpen(sessionId: string): boolean {
    return this.#sessions.has(sessionId);
  }

  countOpen(tenantId: string, origin: SessionOrigin): number {
    let count = 0;
    for (const session of this.#sessions.values())
      if (session.tenantId === tenantId && session.origin === origin) count += 1;
    return count;
  }

  /** A session that is open in this process. */
  find(sessionId: string): Readonly<SessionDescription> | undefined {
    return this.#sessions.get(sessionId);
  }

  /** Ends every session in order. */
  closeAll(reason: Exclude<SessionEnd, 'idle'>): void {
    for (const sessionId of this.#sessions.keys()) this.closeSession(sessionId, reason);
  }

  /** Ends a session in order; does nothing when it is not open. */
  closeSession(sessionId: string, reason: Exclude<SessionEnd, 'idle'>): void {
    const session = this.#release(sessionId, reason);
    if (!session) return;
    const { tenantId, openedAt } = session;
    const calls = session.calls.started;
    const durationMs = wholeMs(performance.now() - openedAt);
    this.publisher.publish({
      type: 'session:close',
      sessionId,
      tenantId,
      data: { reason, durationMs, calls },
    });
  }

  /** Ends the sessions that have been idle for too long; one with a call in flight never is. */
  expireIdle(): void {
    const now = performance.now();
    for (const session of this.#sessions.values()) {
      const { sessionId, tenantId, origin, calls: counts } = session;
      const limit = origin === 'protocol' ? this.options.protocolIdleMs : this.options.derivedIdleMs;
      const lastSeenAt = Math.max(session.lastMessageAt, counts.lastEndedAt);
      if (counts.running > 0 || now - lastSeenAt < limit) continue;
      this.#release(sessionId, 'idle');
      const calls = counts.started;
      const idleMs = wholeMs(now - lastSeenAt);
      this.publisher.publish({
        type: 'session:expired',
        sessionId,
        tenantId,
        data: { reason: 'idle', idleMs, calls },
      });
    }
  }

  #release(sessionId: string, reason: SessionEnd): LiveSession | undefined {
    const session = this.#sessions.get(sessionId);
    // Released while it is still known, so that calls that end with it are counted as its own.
    session?.release(reason);
    this.running.releaseSession(sessionId);
    return this.#sessions.delete(sessionId) ? session : undefined;
  }
}

function wholeMs(durationMs: number): number {
  return Math.round(durationMs);
}
