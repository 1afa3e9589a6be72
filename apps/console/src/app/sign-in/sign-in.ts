import { DOCUMENT } from '@angular/common';
import { Component, computed, DestroyRef, ElementRef, inject, input, signal, viewChild } from '@angular/core';

import { Clock } from '../time/clock.ts';
import { Icon } from '../ui/icon.ts';
import { LookoutMark } from '../ui/lookout-mark.ts';
import { Identity, type SignInProblem } from '../identity/identity.ts';
import { problemText } from './problem-text.ts';

/** The sign-in form, for admins who open the console without a sign-in link. */
@Component({
  selector: 'app-sign-in',
  imports: [Icon, LookoutMark],
  templateUrl: './sign-in.html',
  styleUrl: './sign-in.css',
})
export class SignIn {
  readonly problem = input<SignInProblem | null>(null);
  readonly #identity = inject(Identity);
  readonly #clock = inject(Clock);
  private readonly token = viewChild.required<ElementRef<HTMLInputElement>>('token');

  protected readonly missing = signal(false);
  protected readonly busy = signal(false);
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
    const document = inject(DOCUMENT);
    const look = (): void => void (!document.hidden && this.#identity.lookAgain());
    document.addEventListener('visibilitychange', look);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('visibilitychange', look));
  }

  protected async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const field = this.token().nativeElement;
    const token = field.value.trim();
    this.missing.set(token === '');
    if (token === '' || this.busy() || this.closed()) return field.focus();
    this.busy.set(true);
    await this.#identity.signIn(token);
    this.busy.set(false);
    if (this.problem()) field.select();
  }
}
