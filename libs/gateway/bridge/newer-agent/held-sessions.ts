import { UpstreamFault } from '../../link/upstream-fault.ts';
import type { LinkOwner, MessageHeaders, UpstreamTransport } from '../../link/upstream-link.ts';
import type { Envelope } from '../modern-envelope.ts';
import type { CallStates } from './call-states.ts';
import { HeldSession } from './held-session.ts';

/** Milliseconds without a request until a session is ended. */
const IDLE_MS = 300_000;
/** How often idle sessions are looked for, in milliseconds. */
const SWEEP_MS = 30_000;
const MAX_SESSIONS = 1_000;

/** The sessions of one upstream of the older era that serve agents of revision 2026-07-28: one for each agent. */
export class HeldSessions {
  readonly #sessions = new Map<string, Promise<HeldSession>>();
  /** Those that have begun. */
  readonly #begun = new Map<string, HeldSession>();
  readonly #sweep = setInterval(() => this.#endIdle(IDLE_MS), SWEEP_MS).unref();

  constructor(
    private readonly openLink: UpstreamTransport['open'],
    private readonly states: CallStates,
  ) {}

  /** The session of an agent, which begins with its first request. Rejects with an `UpstreamFault`. */
  sessionFor(owner: LinkOwner, envelope: Envelope, headers: MessageHeaders): Promise<HeldSession> {
    const { tenantId, principalId, isOfSeveral } = owner;
    const { clientInfo, capabilities } = envelope;
    const whose = [tenantId, principalId, isOfSeveral, headers['authorization']];
    const key = JSON.stringify([...whose, clientInfo, capabilities]);
    const known = this.#sessions.get(key);
    if (known) return known;
    const beginning = this.#begin(key, owner, envelope, headers);
    this.#sessions.set(key, beginning);
    beginning.catch(() => {
      if (this.#sessions.get(key) === beginning) this.#sessions.delete(key);
    });
    return beginning;
  }

  /** Ends all sessions, and resolves when nothing is left of them. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const begun = [...this.#begun.values()];
    this.#begun.clear();
    this.#sessions.clear();
    await Promise.all(begun.map((session) => session.close()));
  }

  async #begin(
    key: string,
    owner: LinkOwner,
    envelope: Envelope,
    headers: MessageHeaders,
  ): Promise<HeldSession> {
    this.#makeRoom();
    const onEnd = (): void => {
      this.#sessions.delete(key);
      this.#begun.delete(key);
    };
    const session = new HeldSession(() => this.states.mint(owner), onEnd);
    this.#begun.set(key, session);
    try {
      await session.begin(await this.openLink('legacy', owner, session), envelope, headers);
      return session;
    } catch (error) {
      this.#begun.delete(key);
      await session.close().catch(() => undefined);
      throw error;
    }
  }

  /** The session that has been idle longest is ended. */
  #makeRoom(): void {
    if (this.#begun.size < MAX_SESSIONS) return;
    const longest = Math.max(...[...this.#begun.values()].map(({ idleMs }) => idleMs));
    if (longest === 0) throw new UpstreamFault('BUSY', `${MAX_SESSIONS} sessions of agents are in use.`);
    this.#endIdle(longest);
  }

  #endIdle(idleMs: number): void {
    for (const [key, session] of this.#begun) {
      if (session.idleMs < idleMs) continue;
      this.#sessions.delete(key);
      this.#begun.delete(key);
      void session.close().catch(() => undefined);
    }
  }
}
