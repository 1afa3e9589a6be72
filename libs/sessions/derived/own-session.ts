import type { SessionId } from '#contract';
import { LogError, type Claim, type Claims } from '#events';
import type { IdleGate } from '../open-sessions.ts';

/** Part of the idle time after which it is read how often the key of a quiet session was claimed. */
const LOOK = 1 / 4;
/** Part of the idle time for which the count must then stay the same. */
const UNCHANGED = 3 / 4;
/** No claim has this number of uses, so it is never given up. */
const NO_USES = 0;

/**
 * A session of this process whose key other instances may use. It is idle once the log tells of no call, and the count
 * of its claims has not changed: an instance uses a key without a claim for half the idle time at most, so no call can
 * begin elsewhere when the claim is given up.
 */
export class OwnSession implements IdleGate {
  /** Until when requests may use the session without asking the broker, on the clock of `performance.now()`. */
  usableUntil = 0;
  /** Undefined while the key is not known to belong to this session. */
  #uses: number | undefined;
  /** When the number of uses was read. */
  #readAt = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(
    readonly sessionId: SessionId,
    private readonly claims: Claims,
    private readonly key: string,
    /** Ends the session, unless a call runs in it. */
    private readonly expire: () => void,
  ) {}

  /** Resolves when it is known whether the claim was given up, if that is being asked. */
  get answered(): Promise<void> | undefined {
    return this.#asking;
  }

  /** Notes that the key belongs to this session. */
  claimed({ uses }: Pick<Claim, 'uses'>): void {
    this.#uses = uses;
    this.#readAt = performance.now();
  }

  whileIdle(idleMs: number, limitMs: number): void {
    if (this.#asking) return;
    const unchangedMs = performance.now() - this.#readAt;
    const isOver = idleMs >= limitMs;
    if (this.#uses === undefined) {
      if (isOver) this.expire();
    } else if (unchangedMs > idleMs && idleMs >= limitMs * LOOK) this.#ask(NO_USES);
    else if (isOver && unchangedMs >= limitMs * UNCHANGED) {
      this.usableUntil = 0;
      this.#ask(this.#uses, this.expire);
    }
  }

  /** Gives the key up because the session has ended. */
  giveUp(): void {
    // An instance that finds the key later sees in the log that the session has ended.
    if (this.#uses !== undefined) this.claims.release(this.key, this.sessionId).catch(() => undefined);
    this.#uses = undefined;
  }

  #ask(uses: number, released?: () => void): void {
    this.#asking = this.#release(uses, released).finally(() => (this.#asking = undefined));
  }

  async #release(uses: number, released?: () => void): Promise<void> {
    try {
      const left = await this.claims.release(this.key, this.sessionId, uses);
      if (left?.owner === this.sessionId) return this.claimed(left);
      this.#uses = undefined;
      released?.();
    } catch (error) {
      // The broker is away; the next check asks again.
      if (!(error instanceof LogError)) throw error;
    }
  }
}
