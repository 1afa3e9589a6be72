import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile, type SignIn } from '#edge';

/** As many sign-outs are told apart; at one more, everybody signs in again. */
const MAX_SIGN_OUTS = 10_000;

const SignOuts = z.object({ endedUntil: z.number(), sessions: z.record(z.string(), z.number()) });

/**
 * The sessions that were signed out of before their time was up, kept in the data directory until it is.
 * It errs on the side of asking for a new sign-in: when its file is damaged, and when it is full.
 */
export class SignedOut {
  readonly #path: string | undefined;
  readonly #sessions = new Map<string, number>();
  #endedUntil = 0;

  constructor(dataDirectory: string | null) {
    if (dataDirectory === null) return;
    this.#path = join(dataDirectory, 'signed-out.json');
    const text = readPrivateFile(this.#path);
    if (text !== undefined) this.#restore(text);
  }

  /** Whether the session, signed in to at `issuedAt` (milliseconds since 1970), was signed out of. */
  has(sessionId: string, issuedAt: number): boolean {
    return issuedAt <= this.#endedUntil || this.#sessions.has(sessionId);
  }

  /** Holds from now on, even when it throws because it cannot be kept: then only until the process ends. */
  add({ id, expiresAt }: SignIn): void {
    const now = Date.now();
    for (const [session, end] of this.#sessions) if (end <= now) this.#sessions.delete(session);
    if (this.#sessions.size >= MAX_SIGN_OUTS) this.#endAll(now);
    this.#sessions.set(id, expiresAt);
    this.#save();
  }

  #restore(text: string): void {
    const { success, data } = SignOuts.safeParse(parseJson(text));
    if (!success) {
      this.#endAll(Date.now());
      return this.#save();
    }
    this.#endedUntil = data.endedUntil;
    for (const [session, end] of Object.entries(data.sessions)) this.#sessions.set(session, end);
  }

  #endAll(now: number): void {
    this.#endedUntil = now;
    this.#sessions.clear();
  }

  #save(): void {
    if (this.#path === undefined) return;
    const sessions = Object.fromEntries(this.#sessions);
    writePrivateFile(this.#path, JSON.stringify({ endedUntil: this.#endedUntil, sessions }));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
