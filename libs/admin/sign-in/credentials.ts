import { Injectable } from '@nestjs/common';
import type { AdminPrincipal } from './admin-principal.ts';
import { AdminSessions, principalOf } from './admin-sessions.ts';
import { AdminTokens } from './admin-tokens.ts';
import { AttemptLimiter } from './attempt-limiter.ts';
import { FamiliarHolders } from './familiar-holders.ts';
import { TooManyAttemptsException, unauthenticated } from './sign-in-errors.ts';

/**
 * Checks what clients present. Wrong bearer tokens are counted by address, and an address with too many
 * is refused unchecked, so that guessing ends. Two kinds of admins behind the same address (one proxy, one
 * office) are not shut out by it: those signed in by cookie, which cannot be guessed and is not counted,
 * and those whose token was right from there before.
 */
@Injectable()
export class Credentials {
  readonly #attempts = new AttemptLimiter();
  readonly #familiar = new FamiliarHolders();

  constructor(
    private readonly tokens: AdminTokens,
    private readonly sessions: AdminSessions,
  ) {}

  /** The admin who presents the bearer token. Throws 401 when it is nobody's, and 429 after too many wrong ones. */
  byToken(token: string, address: string): AdminPrincipal {
    const holder = this.tokens.find(token);
    const blockedForMs = this.#attempts.blockedForMs(address);
    if (blockedForMs > 0 && !(holder && this.#familiar.has(address, holder))) {
      throw new TooManyAttemptsException(Math.ceil(blockedForMs / 1000));
    }
    if (!holder) {
      this.#attempts.countWrong(address);
      throw unauthenticated('The token is not one of this server.');
    }
    this.#familiar.remember(address, holder);
    return principalOf(holder);
  }

  /** The admin whom the cookie stands for, if it is good. */
  byCookie(cookie: string): Promise<AdminPrincipal | undefined> {
    return this.sessions.find(cookie);
  }
}
