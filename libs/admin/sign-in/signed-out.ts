import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateFile, replacePrivateFile, type AdminPrincipal } from '#edge';

/** As many sign-outs of one admin are told apart; at one more, that admin signs in again everywhere. */
const MAX_SIGN_OUTS = 100;

/** One admin's: the sign-ins up to `endedUntil` are over, and those of `sessions` until their own time is up. */
const Ended = z.object({ endedUntil: z.number(), sessions: z.record(z.string(), z.number()) });
const SignOuts = z.object({ endedUntil: z.number(), admins: z.record(z.string(), Ended) });

interface EndedOfAdmin {
  endedUntil: number;
  sessions: Map<string, number>;
}

/**
 * The sessions that were signed out of before their time was up, kept in the data directory until it is. It errs on
 * the side of asking for a new sign-in: of everybody when its file is damaged, and of the one admin who is beyond the
 * bound. Nobody can sign out another one.
 */
export class SignedOut {
  readonly #path: string | undefined;
  readonly #admins = new Map<string, EndedOfAdmin>();
  #endedUntil = 0;
  /** The write that has not begun: all who sign out before it does share it. */
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(dataDirectory: string | null) {
    if (dataDirectory === null) return;
    this.#path = join(dataDirectory, 'signed-out.json');
    this.#join(this.#path);
    if (this.#endedUntil > 0) void this.#save().catch(() => undefined);
  }

  /** Whether the admin's session, signed in to at `issuedAt` (milliseconds since 1970), was signed out of. */
  has(adminId: string, sessionId: string, issuedAt: number): boolean {
    if (issuedAt <= this.#endedUntil) return true;
    const ended = this.#admins.get(adminId);
    return ended !== undefined && (issuedAt <= ended.endedUntil || ended.sessions.has(sessionId));
  }

  /**
   * Holds from now on. Resolves once it is written, and rejects when it cannot be: then it holds only until the process
   * ends. No thread waits for the disk meanwhile.
   */
  add({ id: adminId, signIn }: AdminPrincipal): Promise<void> {
    if (!signIn) return Promise.resolve();
    const now = Date.now();
    this.#dropOver(now);
    const ended = this.#of(adminId);
    if (ended.sessions.size >= MAX_SIGN_OUTS) {
      ended.endedUntil = now;
      ended.sessions.clear();
    }
    ended.sessions.set(signIn.id, signIn.expiresAt);
    return this.#save();
  }

  #dropOver(now: number): void {
    for (const [adminId, { endedUntil, sessions }] of this.#admins) {
      for (const [session, end] of sessions) if (end <= now) sessions.delete(session);
      if (sessions.size === 0 && endedUntil === 0) this.#admins.delete(adminId);
    }
  }

  /** Takes over what the file says: servers with a log in memory may share it. */
  #join(path: string): void {
    const text = readPrivateFile(path);
    if (text === undefined) return;
    const { success, data } = SignOuts.safeParse(parseJson(text));
    // A damaged one cannot say which of the earlier sign-ins are over.
    this.#endedUntil = Math.max(this.#endedUntil, success ? data.endedUntil : Date.now());
    for (const [adminId, { endedUntil, sessions }] of Object.entries(success ? data.admins : {})) {
      const ended = this.#of(adminId);
      ended.endedUntil = Math.max(ended.endedUntil, endedUntil);
      for (const [session, end] of Object.entries(sessions))
        if (end > Date.now()) ended.sessions.set(session, end);
    }
  }

  #of(adminId: string): EndedOfAdmin {
    const ended = this.#admins.get(adminId) ?? { endedUntil: 0, sessions: new Map<string, number>() };
    this.#admins.set(adminId, ended);
    return ended;
  }

  #save(): Promise<void> {
    this.#next ??= this.#last.then(() => {
      const write = this.#write();
      this.#next = undefined;
      this.#last = write.catch(() => undefined);
      return write;
    });
    return this.#next;
  }

  async #write(): Promise<void> {
    if (this.#path === undefined) return;
    this.#join(this.#path);
    const admins = Array.from(this.#admins, ([adminId, { endedUntil, sessions }]) => [
      adminId,
      { endedUntil, sessions: Object.fromEntries(sessions) },
    ]);
    const kept = { endedUntil: this.#endedUntil, admins: Object.fromEntries(admins) as unknown };
    await replacePrivateFile(this.#path, JSON.stringify(kept));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
