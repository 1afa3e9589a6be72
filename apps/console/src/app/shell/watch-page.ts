import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import type { AdminIdentity } from '#contract';

import { failureText } from '../api/api-error.ts';
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

/** The frame of the console for a signed-in admin. The stream is open while it exists. */
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
  /** The open question as a list, so that `@for` creates a dialog for each question. */
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
    } catch (error) {
      this.failure.set(`Sign-out failed. ${failureText(error)} You are still signed in.`);
    }
  }
}
