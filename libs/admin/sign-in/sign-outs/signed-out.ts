import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Subject, type Observable } from 'rxjs';
import { readPrivateFile, replacePrivateFile, type AdminPrincipal, type SignIn } from '#edge';
import { SharedRounds } from './shared-rounds.ts';
import { SIGN_IN_MS } from './sign-in-duration.ts';
import { SignOutRecord, SignOuts } from './sign-out-record.ts';

/**
 * The sign-ins that were signed out of before their time was up, kept in the data directory until it is. It errs on
 * the side of asking for a new sign-in: of everybody when its file is damaged, and of the one admin who is beyond the
 * bound.
 */
export class SignedOut {
  readonly #path: string | undefined;
  readonly #record = new SignOutRecord();
  readonly #changes = new Subject<void>();
  readonly #writes = new SharedRounds(() => this.#write());

  constructor(dataDirectory: string | null) {
    if (dataDirectory === null) return;
    this.#path = join(dataDirectory, 'signed-out.json');
    if (!this.#join(this.#path)) void this.#writes.next().catch(() => undefined);
  }

  /** Emits when sign-ins have ended. */
  get changes(): Observable<void> {
    return this.#changes;
  }

  /** Whether the admin's sign-in was signed out of. */
  has(adminId: string, signIn: SignIn): boolean {
    return this.#record.has(adminId, signIn);
  }

  /** A sign-in of the admin that begins now, and that nobody has signed out of. */
  newSignIn(adminId: string): SignIn {
    // Another clock may be ahead of this one, and what it has ended is over at all instances.
    const begin = Math.max(Date.now(), this.#record.endedUntil(adminId) + 1);
    return { id: randomUUID(), expiresAt: begin + SIGN_IN_MS };
  }

  /**
   * Holds from now on. Resolves once it is written, and rejects when it cannot be: then it holds only until the process
   * ends. No thread waits for the disk meanwhile.
   */
  add({ id, signIn }: AdminPrincipal): Promise<void> {
    if (!signIn) return Promise.resolve();
    this.#record.add(id, signIn);
    this.#changes.next();
    return this.#writes.next();
  }

  /** All that was signed out of. */
  get all(): SignOuts {
    return this.#record.toJSON();
  }

  /** Takes over what another server says. Holds from now on, and resolves and rejects as {@link add} does. */
  merge(others: SignOuts): Promise<void> {
    const before = JSON.stringify(this.#record);
    this.#record.merge(others);
    if (JSON.stringify(this.#record) === before) return Promise.resolve();
    this.#changes.next();
    return this.#writes.next();
  }

  /** Takes over what the file says: servers with a log in memory may share it. Returns false if it is damaged. */
  #join(path: string): boolean {
    const text = readPrivateFile(path);
    if (text === undefined) return true;
    const { success, data } = SignOuts.safeParse(parseJson(text));
    if (success) this.#record.merge(data);
    // A damaged one cannot say which of the earlier sign-ins are over.
    else this.#record.endAllUntil(Date.now());
    return success;
  }

  async #write(): Promise<void> {
    if (this.#path === undefined) return;
    this.#join(this.#path);
    await replacePrivateFile(this.#path, JSON.stringify(this.#record));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
