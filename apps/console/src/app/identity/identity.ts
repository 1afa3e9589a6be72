import { inject, Injectable, signal } from '@angular/core';
import type { AdminIdentity } from '#contract';

import { ApiError, failureText } from '../api/api-error.ts';
import { ServerApi } from '../api/server-api.ts';

/** Who is at the console. `problem` is what the sign-in page has to explain. */
export type SignInState =
  | { step: 'checking' }
  | { step: 'signed-out'; problem: SignInProblem | null }
  | { step: 'signed-in'; admin: AdminIdentity };

export type SignInProblem =
  | { kind: 'wrong-token' }
  | { kind: 'too-many'; retryAt: number }
  | { kind: 'session-ended' }
  | { kind: 'failed'; message: string };

/** Signing in and out. The token passes through: only the HttpOnly cookie that it buys is kept, by the browser. */
@Injectable({ providedIn: 'root' })
export class Identity {
  readonly #api = inject(ServerApi);
  readonly #state = signal<SignInState>({ step: 'checking' });

  readonly state = this.#state.asReadonly();

  /** Signs in with the link's token, or with the cookie from last time. */
  async begin(linkToken: string | undefined): Promise<void> {
    if (linkToken) await this.signIn(linkToken);
    else await this.#settle(() => this.#api.whoAmI(), null);
  }

  async signIn(token: string): Promise<void> {
    await this.#settle(() => this.#api.signIn(token), { kind: 'wrong-token' });
  }

  async signOut(): Promise<void> {
    try {
      await this.#api.signOut();
      this.#state.set({ step: 'signed-out', problem: null });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        this.#state.set({ step: 'signed-out', problem: null });
      else throw error;
    }
  }

  /** The server no longer takes the cookie: it ran out, or its token was withdrawn. */
  lapse(): void {
    this.#state.set({ step: 'signed-out', problem: { kind: 'session-ended' } });
  }

  async #settle(ask: () => Promise<AdminIdentity>, when401: SignInProblem | null): Promise<void> {
    try {
      this.#state.set({ step: 'signed-in', admin: await ask() });
    } catch (error) {
      this.#state.set({ step: 'signed-out', problem: problemOf(error, when401) });
    }
  }
}

function problemOf(error: unknown, when401: SignInProblem | null): SignInProblem | null {
  const refusal = error instanceof ApiError ? error : undefined;
  if (refusal?.status === 401) return when401;
  if (refusal?.status !== 429) return { kind: 'failed', message: failureText(error) };
  return { kind: 'too-many', retryAt: Date.now() + (refusal.retryAfterMs ?? 60_000) };
}
