import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { SessionId } from '#contract';
import { EventLog, LogError, type Claim, type Claims } from '#events';
import { AGREEMENT_BOUNDS, type AgreementBounds } from './agreement-bounds.ts';
import { OpenedSessions } from './opened-sessions.ts';

/** How often a key is claimed whose owner has ended. */
const ATTEMPTS = 3;

/** Agrees with the instances that share the log on the session of a key. */
@Injectable()
export class SessionAgreement {
  constructor(
    private readonly log: EventLog,
    private readonly opened: OpenedSessions,
    @Inject(AGREEMENT_BOUNDS) private readonly bounds: AgreementBounds,
  ) {}

  /** The claims of the instances; undefined if no others share the log. */
  get claims(): Claims | undefined {
    return this.log.claims;
  }

  /**
   * Resolves with the session to which a key belongs: `own`, or one of another instance that is open in the log.
   * Resolves with undefined if that is not known within a second, as while the broker is away.
   */
  async agree(claims: Claims, key: string, own: SessionId): Promise<Claim | undefined> {
    if (this.log.condition === 'degraded') return undefined;
    const isLate = new AbortController();
    const late = setTimeout(this.bounds.agreeMs, undefined, { signal: isLate.signal, ref: false });
    try {
      return await Promise.race([this.#agree(claims, key, own), late]);
    } catch (error) {
      if (error instanceof LogError) return undefined;
      throw error;
    } finally {
      isLate.abort();
    }
  }

  async #agree(claims: Claims, key: string, own: SessionId): Promise<Claim | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const claim = await claims.claim(key, own);
      const { owner } = claim;
      if (owner === own || (await this.opened.isOpen(owner))) return claim;
      await claims.release(key, owner);
    }
    return undefined;
  }
}
