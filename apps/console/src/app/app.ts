import { DOCUMENT } from '@angular/common';
import { Component, DestroyRef, effect, inject } from '@angular/core';

import { DisplayChoices } from './display/display-choices.ts';
import { LiveConnection } from './picture/connection/live-connection.ts';
import { WatchPage } from './shell/watch-page.ts';
import { Identity } from './identity/identity.ts';
import { takeLinkToken } from './sign-in/link-token.ts';
import type { Part } from './ui/parts/part.ts';
import { PartOutlet } from './ui/parts/part-outlet.ts';

const SIGN_IN: Part = {
  name: 'The sign-in page',
  load: async () => (await import('./sign-in/sign-in.ts')).SignIn,
};

const SWITCH_ACCOUNT: Part = {
  name: 'The question about the account',
  load: async () => (await import('./sign-in/switch-account.ts')).SwitchAccount,
};

/** Shows the sign-in page or the console, depending on who is signed in. */
@Component({
  selector: 'app-root',
  imports: [PartOutlet, WatchPage],
  template: `
    @let state = identity.state();
    @switch (state.step) {
      @case ('checking') {
        <p class="checking" role="status">Loading…</p>
      }
      @case ('signed-out') {
        <app-part [part]="signIn"><p class="checking" role="status">Loading…</p></app-part>
      }
      @case ('asked') {
        <app-part [part]="switchAccount" [inputs]="{ admin: state.admin, other: state.other }" />
      }
      @case ('signed-in') {
        <app-watch-page [admin]="state.admin" />
      }
    }
  `,
  styles: `
    .checking {
      display: grid;
      place-items: center;
      min-height: 100dvh;
      color: var(--ink-soft);
    }
  `,
})
export class App {
  protected readonly identity = inject(Identity);
  protected readonly signIn = SIGN_IN;
  protected readonly switchAccount = SWITCH_ACCOUNT;
  readonly #live = inject(LiveConnection);

  constructor() {
    inject(DisplayChoices);
    this.#followLinks();
    effect(() => {
      if (this.#live.state().phase === 'signed-out') this.identity.lapse();
    });
    effect(() => {
      if (this.#live.otherAccounts() > 0) void this.identity.checkAgain();
    });
  }

  // Opening a sign-in link in this tab changes only the hash, so the page does not reload.
  #followLinks(): void {
    const window = inject(DOCUMENT).defaultView as Window;
    const linkToken = (): string | undefined => takeLinkToken(window.location, window.history);
    const follow = (): void => {
      const token = linkToken();
      if (token) void this.identity.follow(token);
    };
    window.addEventListener('hashchange', follow);
    inject(DestroyRef).onDestroy(() => window.removeEventListener('hashchange', follow));
    void this.identity.begin(linkToken());
  }
}
