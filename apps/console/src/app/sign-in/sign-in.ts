import { DOCUMENT } from '@angular/common';
import { Component, computed, DestroyRef, ElementRef, inject, signal, viewChild } from '@angular/core';
import type { SignInWays } from '#contract';

import { Clock } from '../time/clock.ts';
import { Icon } from '../ui/icons/icon.ts';
import { LookoutMark } from '../ui/icons/lookout-mark.ts';
import { Identity } from '../identity/identity.ts';
import { problemText } from './problem-text.ts';
import { WaysApi } from './ways-api.ts';

/** While the server does not say how people sign in, they may do so with a token. */
const TOKENS_ONLY: SignInWays = { tokens: true, providers: [] };

/** The sign-in page: the providers of the server, and the form for a token. */
@Component({
  selector: 'app-sign-in',
  imports: [Icon, LookoutMark],
  templateUrl: './sign-in.html',
  styleUrl: './sign-in.css',
})
export class SignIn {
  readonly #identity = inject(Identity);
  readonly #clock = inject(Clock);
  readonly #document = inject(DOCUMENT);
  readonly #api = inject(WaysApi);
  private readonly token = viewChild<ElementRef<HTMLInputElement>>('token');

  /** Null until the server has answered. */
  protected readonly ways = signal<SignInWays | null>(null);
  protected readonly missing = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = computed(() => {
    const state = this.#identity.state();
    return state.step === 'signed-out' ? state.problem : null;
  });
  protected readonly message = computed(() => {
    const problem = this.problem();
    if (this.missing()) return 'Enter a token first.';
    return problem && problemText(problem, problem.kind === 'too-many' ? this.#clock.now() : 0);
  });
  protected readonly closed = computed(() => {
    const problem = this.problem();
    return problem?.kind === 'too-many' && problem.retryAt > this.#clock.now();
  });

  constructor() {
    // Another tab may sign in while this one waits in the background.
    const look = (): void => void (!this.#document.hidden && this.#lookAgain());
    this.#document.addEventListener('visibilitychange', look);
    inject(DestroyRef).onDestroy(() => this.#document.removeEventListener('visibilitychange', look));
    void this.#readWays();
  }

  protected pathTo(provider: string): string {
    return this.#api.pathTo(provider, this.#page());
  }

  protected async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const field = this.token()?.nativeElement;
    const token = field?.value.trim() ?? '';
    this.missing.set(token === '');
    if (token === '' || this.busy() || this.closed()) return field?.focus();
    this.busy.set(true);
    await this.#identity.signIn(token);
    this.busy.set(false);
    if (this.problem()) field?.select();
  }

  async #readWays(): Promise<void> {
    const ways = await this.#api.read().catch(() => TOKENS_ONLY);
    if (!this.#passBy(ways)) this.ways.set(ways);
  }

  async #lookAgain(): Promise<void> {
    await this.#identity.lookAgain();
    if (this.#identity.state().step === 'signed-out') await this.#readWays();
  }

  /** Passes by the provider that has to vouch for the person again. Only the tab that is seen does. */
  #passBy({ again }: SignInWays): boolean {
    const problem = this.problem();
    const isAsked = problem === null || problem.kind === 'session-ended';
    if (again === undefined || !isAsked || this.#document.hidden) return false;
    this.#document.location.assign(this.#api.pathTo(again, this.#page(), true));
    return true;
  }

  /** The page to return to. */
  #page(): string {
    const { pathname, search, hash } = this.#document.location;
    return pathname + search + hash;
  }
}
