import { Inject, Injectable } from '@nestjs/common';
import type { SessionId } from '#contract';
import type { Claims } from '#events';
import type { SessionEnd } from '../session-description.ts';
import { newSessionId } from '../session-ids.ts';
import { SessionRegistry } from '../session-registry.ts';
import { SESSIONS_MODULE_OPTIONS, type SessionsModuleOptions } from '../sessions.module-definition.ts';
import { hashOf, textOf, type DerivedSessionKey } from './derived-session-key.ts';
import { JoinedSessions } from './joined-sessions.ts';
import { OwnSession } from './own-session.ts';
import { SessionAgreement } from './session-agreement.ts';
import { withinMaximum } from './within-maximum.ts';

/** Ends the requests in flight of a derived session. */
export type ReleaseDerived = (sessionId: SessionId, reason: SessionEnd) => void;

/** Milliseconds after which a session that is not agreed on is agreed on, if the broker is back. */
const RETRY_MS = 2_000;

/** The session of a key, as far as this process knows. */
interface KnownSession {
  readonly sessionId: SessionId;
  /** Until when it may be used without asking the other instances, on the clock of `performance.now()`. */
  readonly usableUntil: number;
}

/** A request for a session. */
interface Wanted {
  key: DerivedSessionKey;
  text: string;
  release: ReleaseDerived;
}

/**
 * Sessions for clients whose revision has none: requests with the same tenant, principal, client and trace belong to
 * one session, whichever of the instances that share the log they arrive at. Near the maximum, first the trace id is
 * ignored, and then the principal and the client.
 */
@Injectable()
export class DerivedSessions {
  readonly #known = new Map<string, KnownSession>();
  /** Requests of one key that arrive at the same time ask once. */
  readonly #asking = new Map<string, Promise<SessionId>>();
  readonly #trustedMs: number;

  constructor(
    private readonly registry: SessionRegistry,
    private readonly agreement: SessionAgreement,
    private readonly joined: JoinedSessions,
    @Inject(SESSIONS_MODULE_OPTIONS) { derivedIdleMs }: SessionsModuleOptions,
  ) {
    this.#trustedMs = derivedIdleMs / 2;
  }

  /**
   * Returns the session id of a request, and opens the session if there is none. Resolves with it when other instances
   * have to be asked. Calls `release` once when the session ends; its running calls must have ended when `release`
   * returns.
   */
  sessionFor(key: DerivedSessionKey, release: ReleaseDerived): SessionId | Promise<SessionId> {
    const text = textOf(key);
    const known = this.#known.get(text);
    if (known && isUsable(known)) return known.sessionId;
    const wanted = { key, text, release };
    return this.#sessionOf(known ? wanted : this.#placed(wanted));
  }

  /** The session that a request gets near the maximum. */
  #placed(wanted: Wanted): Wanted {
    const open = this.registry.countOpen(wanted.key.tenantId, 'derived');
    const key = withinMaximum(wanted.key, open, (other) => this.#known.has(textOf(other)));
    return key === wanted.key ? wanted : { ...wanted, key, text: textOf(key) };
  }

  #sessionOf(wanted: Wanted): SessionId | Promise<SessionId> {
    const known = this.#known.get(wanted.text);
    if (known && isUsable(known)) return known.sessionId;
    const { claims } = this.agreement;
    if (!claims) return this.#open(wanted);
    const asking = this.#asking.get(wanted.text) ?? this.#ask(claims, wanted);
    this.#asking.set(wanted.text, asking);
    return asking;
  }

  async #ask(claims: Claims, wanted: Wanted): Promise<SessionId> {
    try {
      return await this.#agree(claims, wanted);
    } finally {
      this.#asking.delete(wanted.text);
    }
  }

  async #agree(claims: Claims, wanted: Wanted): Promise<SessionId> {
    const { text } = wanted;
    const key = hashOf(text);
    const before = await this.#ownOf(text);
    const own =
      before ?? new OwnSession(newSessionId(), claims, key, () => this.registry.expire(own.sessionId));
    const askedAt = performance.now();
    const claim = await this.agreement.agree(claims, key, own.sessionId);
    // An admin has ended it meanwhile.
    if (before && !this.registry.isOpen(before.sessionId)) return this.#agree(claims, wanted);
    const usableUntil = askedAt + this.#trustedMs;
    if (claim && claim.owner !== own.sessionId)
      return this.#join(claim.owner as SessionId, usableUntil, wanted);
    if (claim) own.claimed(claim);
    own.usableUntil = claim ? usableUntil : Math.min(usableUntil, askedAt + RETRY_MS);
    if (before) return own.sessionId;
    // Others have opened sessions meanwhile.
    const placed = this.#placed(wanted);
    if (placed.text === text) return this.#openOwn(own, wanted);
    own.giveUp();
    return this.#sessionOf(placed);
  }

  /** The session of this process that belongs to a key, unless it is about to expire. */
  async #ownOf(text: string): Promise<OwnSession | undefined> {
    const known = this.#known.get(text);
    if (known instanceof OwnSession) await known.answered;
    const left = this.#known.get(text);
    return left instanceof OwnSession ? left : undefined;
  }

  #join(sessionId: SessionId, usableUntil: number, { text, release }: Wanted): SessionId {
    this.#known.set(text, { sessionId, usableUntil });
    this.joined.join(sessionId, (reason) => {
      this.#forget(text, sessionId);
      if (reason) release(sessionId, reason);
    });
    return sessionId;
  }

  #openOwn(own: OwnSession, { key, text, release }: Wanted): SessionId {
    const { sessionId } = own;
    const onEnd = (reason: SessionEnd): void => {
      this.#forget(text, sessionId);
      own.giveUp();
      release(sessionId, reason);
    };
    this.registry.openSession({ ...key, sessionId, origin: 'derived' }, onEnd, own);
    this.#known.set(text, own);
    return sessionId;
  }

  #open({ key, text, release }: Wanted): SessionId {
    const sessionId = newSessionId();
    this.registry.openSession({ ...key, sessionId, origin: 'derived' }, (reason) => {
      this.#known.delete(text);
      release(sessionId, reason);
    });
    this.#known.set(text, { sessionId, usableUntil: Infinity });
    return sessionId;
  }

  /** The key may belong to another session by now. */
  #forget(text: string, sessionId: SessionId): void {
    if (this.#known.get(text)?.sessionId === sessionId) this.#known.delete(text);
  }
}

function isUsable({ usableUntil }: KnownSession): boolean {
  return usableUntil === Infinity || performance.now() < usableUntil;
}
