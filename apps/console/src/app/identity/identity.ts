import { DOCUMENT } from '@angular/common';
import { inject, Injectable, signal } from '@angular/core';
import { oidcRoute, type AdminIdentity } from '#contract';

import { ApiError, failureText } from '../api/api-error.ts';
import { ServerAddress } from '../api/server-address.ts';
import { ServerApi } from '../api/routes/server-api.ts';

/** Who is signed in. The sign-in page explains the `problem`. */
export type SignInState =
  | { step: 'checking' }
  | { step: 'signed-out'; problem: SignInProblem | null }
  | { step: 'signed-in'; admin: AdminIdentity }
  | { step: 'asked'; admin: AdminIdentity; other: OtherAccount };

/** The account of a sign-in link that was opened while another account is signed in. */
export interface OtherAccount {
  admin: AdminIdentity;
  token: string;
}

/** Why nobody is signed in. `retryAt` is in milliseconds since 1970. */
export type SignInProblem =
  | { kind: 'wrong-token' }
  | { kind: 'too-many'; retryAt: number }
  | { kind: 'session-ended' }
  | { kind: 'failed'; message: string };

/** Signs in and out. The token is exchanged for an HttpOnly cookie and is not stored. */
@Injectable({ providedIn: 'root' })
export class Identity {
  readonly #api = inject(ServerApi);
  readonly #address = inject(ServerAddress);
  readonly #location = inject(DOCUMENT).location;
  readonly #state = signal<SignInState>({ step: 'checking' });

  readonly state = this.#state.asReadonly();

  /** Signs in with the cookie, or with the token of a link. */
  async begin(linkToken: string | undefined): Promise<void> {
    await this.#follow(() => this.#api.whoAmI(), null);
    if (linkToken) await this.follow(linkToken);
  }

  /**
   * Follows a sign-in link. If another account is signed in, the admin is asked first, because anybody can send a link.
   */
  async follow(linkToken: string): Promise<void> {
    const state = this.#state();
    if (state.step !== 'signed-in') return this.signIn(linkToken);
    const { admin } = state;
    const holder = await this.#api.holderOf(linkToken).catch(() => undefined);
    if (!holder || isSame(holder, admin) || this.#state() !== state) return;
    this.#state.set({ step: 'asked', admin, other: { admin: holder, token: linkToken } });
  }

  /** Keeps the current account. */
  stay(admin: AdminIdentity): void {
    this.#state.set({ step: 'signed-in', admin });
  }

  /** Signs in with an admin token. A failure becomes the state's `problem`. */
  async signIn(token: string): Promise<void> {
    await this.#follow(() => this.#api.signIn(token), { kind: 'wrong-token' });
  }

  /** Signs out, here and then at the provider of the account. Rejects when the server cannot confirm it. */
  async signOut({ provider }: AdminIdentity): Promise<void> {
    try {
      await this.#api.signOut();
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    }
    this.#state.set({ step: 'signed-out', problem: null });
    if (provider) this.#location.assign(this.#address.pathOf(`${oidcRoute(provider)}/sign-out`));
  }

  /** Reads the account again, after another tab has signed in to another account. */
  async checkAgain(): Promise<void> {
    this.#state.set({ step: 'checking' });
    await this.#follow(() => this.#api.whoAmI(), { kind: 'session-ended' });
  }

  /** Checks whether another tab has signed in. Changes nothing if not. */
  async lookAgain(): Promise<void> {
    const before = this.#state();
    const admin = await this.#api.whoAmI().catch(() => undefined);
    if (admin && this.#state() === before) this.#state.set({ step: 'signed-in', admin });
  }

  /** Called when the server rejects the cookie, because it expired or its token was revoked. */
  lapse(): void {
    this.#state.set({ step: 'signed-out', problem: { kind: 'session-ended' } });
  }

  async #follow(ask: () => Promise<AdminIdentity>, when401: SignInProblem | null): Promise<void> {
    try {
      this.#state.set({ step: 'signed-in', admin: await ask() });
    } catch (error) {
      this.#state.set({ step: 'signed-out', problem: problemOf(error, when401) });
    }
  }
}

function isSame(one: AdminIdentity, other: AdminIdentity): boolean {
  return one.name === other.name && one.role === other.role && one.tenantId === other.tenantId;
}

function problemOf(error: unknown, when401: SignInProblem | null): SignInProblem | null {
  const refusal = error instanceof ApiError ? error : undefined;
  if (refusal?.status === 401) return when401;
  if (refusal?.status !== 429) return { kind: 'failed', message: failureText(error) };
  return { kind: 'too-many', retryAt: Date.now() + (refusal.retryAfterMs ?? 60_000) };
}
