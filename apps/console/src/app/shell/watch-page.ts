import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import type { AdminIdentity } from '#contract';

import { Commands } from '../commands/commands.ts';
import { ConfirmCommand } from '../commands/confirm-command.ts';
import { LiveConnection } from '../picture/live-connection.ts';
import { Overview } from '../overview/overview.ts';
import { Identity } from '../identity/identity.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { AppHeader } from './app-header.ts';
import { ConnectionNotice } from './connection-notice.ts';
import { LogNotice } from './log-notice.ts';
import { StatusAnnouncer } from './status-announcer.ts';

/** The page of those who are signed in: the stream is open for as long as it stands. */
@Component({
  selector: 'app-watch-page',
  imports: [AppHeader, ConfirmCommand, ConnectionNotice, LogNotice, Overview],
  templateUrl: './watch-page.html',
  styleUrl: './watch-page.css',
})
export class WatchPage {
  readonly admin = input.required<AdminIdentity>();
  readonly #live = inject(LiveConnection);
  readonly #identity = inject(Identity);
  readonly #question = inject(Commands).question;

  protected readonly staleSince = inject(PictureTime).staleSince;
  protected readonly failure = signal('');
  /** One question or none, as a list: `@for` makes a dialog of its own for each. */
  protected readonly questions = computed(() => {
    const question = this.#question();
    return question ? [question] : [];
  });

  constructor() {
    inject(StatusAnnouncer);
    this.#live.open();
    inject(DestroyRef).onDestroy(() => this.#live.close());
  }

  protected async signOut(): Promise<void> {
    try {
      await this.#identity.signOut();
    } catch {
      this.failure.set('Signing out did not work: the server cannot be reached. You are still signed in.');
    }
  }
}
