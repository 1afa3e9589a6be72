import { z } from 'zod';
import type { SignIn } from '#edge';
import { SIGN_IN_MS } from './sign-in-duration.ts';

/** As many sign-outs of one admin are told apart; at one more, that admin signs in again everywhere. */
const MAX_SIGN_OUTS = 100;

/** One admin's: the sign-ins up to `endedUntil` are over, and those of `sessions` until their own time is up. */
const Ended = z.object({ endedUntil: z.number(), sessions: z.record(z.string(), z.number()) });

/** The stored form of a record, and the one that instances send each other. */
export const SignOuts = z.object({ endedUntil: z.number(), admins: z.record(z.string(), Ended) });
export type SignOuts = z.infer<typeof SignOuts>;

interface EndedOfAdmin {
  endedUntil: number;
  sessions: Map<string, number>;
}

/**
 * The sign-ins that were signed out of before their time was up. Records can be merged in any order, any number of
 * times. All times are those of the sign-ins, by the clock that began them, so records of servers whose clocks differ
 * agree. Nobody can sign out another admin.
 */
export class SignOutRecord {
  readonly #admins = new Map<string, EndedOfAdmin>();
  #endedUntil = 0;

  /** Whether the admin's sign-in is over. */
  has(adminId: string, signIn: SignIn): boolean {
    return beginOf(signIn.expiresAt) <= this.endedUntil(adminId) || this.#isEnded(adminId, signIn.id);
  }

  /** The time up to which all sign-ins of the admin are over, in milliseconds since 1970. One that begins later is not. */
  endedUntil(adminId: string): number {
    return Math.max(this.#endedUntil, this.#admins.get(adminId)?.endedUntil ?? 0);
  }

  /** Ends one sign-in. */
  add(adminId: string, { id, expiresAt }: SignIn): void {
    this.#dropOver(Date.now());
    this.#end(adminId, { endedUntil: 0, sessions: { [id]: expiresAt } });
  }

  /** Ends every sign-in up to the time. */
  endAllUntil(endedUntil: number): void {
    this.#endedUntil = Math.max(this.#endedUntil, endedUntil);
  }

  /** Takes over what another record says. */
  merge({ endedUntil, admins }: SignOuts): void {
    this.endAllUntil(endedUntil);
    for (const [adminId, ended] of Object.entries(admins)) this.#end(adminId, ended);
  }

  toJSON(): SignOuts {
    const admins = Array.from(this.#admins, ([adminId, { endedUntil, sessions }]) => [
      adminId,
      { endedUntil, sessions: Object.fromEntries(sessions) },
    ]);
    return { endedUntil: this.#endedUntil, admins: Object.fromEntries(admins) as SignOuts['admins'] };
  }

  #isEnded(adminId: string, signInId: string): boolean {
    return this.#admins.get(adminId)?.sessions.has(signInId) ?? false;
  }

  #end(adminId: string, { endedUntil, sessions }: SignOuts['admins'][string]): void {
    const ended = this.#admins.get(adminId) ?? { endedUntil: 0, sessions: new Map<string, number>() };
    const now = Date.now();
    ended.endedUntil = Math.max(ended.endedUntil, endedUntil);
    for (const [id, expiresAt] of Object.entries(sessions))
      if (expiresAt > now) ended.sessions.set(id, expiresAt);
    if (ended.sessions.size > MAX_SIGN_OUTS) endAll(ended, now);
    for (const [id, expiresAt] of ended.sessions)
      if (beginOf(expiresAt) <= ended.endedUntil) ended.sessions.delete(id);
    if (ended.endedUntil > 0 || ended.sessions.size > 0) this.#admins.set(adminId, ended);
  }

  #dropOver(now: number): void {
    for (const [adminId, { endedUntil, sessions }] of this.#admins) {
      for (const [session, expiresAt] of sessions) if (expiresAt <= now) sessions.delete(session);
      if (sessions.size === 0 && endedUntil <= beginOf(now)) this.#admins.delete(adminId);
    }
  }
}

/** Ends all sign-ins up to now, and up to the latest of those that were signed out of, if another clock is ahead. */
function endAll(ended: EndedOfAdmin, now: number): void {
  const begins = Array.from(ended.sessions.values(), beginOf);
  ended.endedUntil = Math.max(ended.endedUntil, now, ...begins);
}

/** When a sign-in began that expires at the time. */
function beginOf(expiresAt: number): number {
  return expiresAt - SIGN_IN_MS;
}
