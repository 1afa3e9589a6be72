import { randomUUID } from 'node:crypto';
import type { Reporter } from '../reporting/reporter.ts';
import type { SessionOpen } from '../reporting/wire.ts';
import { clientOfRequest, traceIdOf } from './client-facts.ts';
import { ObservedSession } from './observed-session.ts';

/** Milliseconds without a message after which a session expires: as in Crowsnest. */
const IDLE_MS = { protocol: 1_800_000, derived: 300_000 };
const LOOK_MS = 30_000;
/** Beyond so many derived sessions, the trace does not make a session of its own. */
const MAX_DERIVED = 1_000;

/** The sessions of one process. */
export class SessionPool {
  readonly #sessions = new Set<ObservedSession>();
  readonly #derived = new Map<string, ObservedSession>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly reporter: Reporter,
    private readonly upstream: string,
  ) {
    this.#timer = setInterval(() => this.#expireIdle(), LOOK_MS).unref();
  }

  /** Adds a session of the protocol. `id` is its `Mcp-Session-Id`, if it has one. */
  add(facts: Omit<SessionOpen, 'origin' | 'upstream'>, id: string = randomUUID()): ObservedSession {
    const session = this.#create(id, { ...facts, origin: 'protocol' });
    session.open();
    return session;
  }

  /** The session of a request that belongs to none of the protocol: that of all requests with the same client and trace. */
  derivedFor(params: unknown): ObservedSession {
    const facts = clientOfRequest(params);
    const traceId = this.#derived.size < MAX_DERIVED ? traceIdOf(params) : undefined;
    const key = JSON.stringify([facts, traceId]);
    const known = this.#derived.get(key);
    if (known) return known;
    const session = this.#create(randomUUID(), {
      ...facts,
      origin: 'derived',
      ...(traceId !== undefined && { traceId }),
    });
    this.#derived.set(key, session);
    return session;
  }

  /** Ends a session. */
  close(session: ObservedSession, reason: 'client' | 'shutdown'): void {
    session.close(reason);
    this.#sessions.delete(session);
  }

  /** Ends every session. */
  closeAll(): void {
    clearInterval(this.#timer);
    for (const session of this.#sessions) this.close(session, 'shutdown');
    this.#derived.clear();
  }

  #create(id: string, facts: Omit<SessionOpen, 'upstream'>): ObservedSession {
    const session = new ObservedSession(id, { ...facts, upstream: this.upstream }, this.reporter);
    this.#sessions.add(session);
    return session;
  }

  #expireIdle(): void {
    for (const session of this.#sessions) if (session.idleMs >= IDLE_MS[session.origin]) session.expire();
    for (const [key, session] of this.#derived) {
      if (session.idleMs < IDLE_MS.derived) continue;
      this.#derived.delete(key);
      this.#sessions.delete(session);
    }
  }
}
