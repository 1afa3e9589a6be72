import { LiveAnnouncer } from '@angular/cdk/a11y';
import { effect, inject, Injectable, untracked } from '@angular/core';

import type { Connection } from '../live/connection.ts';
import { LiveConnection } from '../picture/live-connection.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PageTitle } from './page-title.ts';

type Status = 'live' | 'lost' | 'other';

/** Announces opened pages and a lost or restored connection to screen readers, but no events. */
@Injectable({ providedIn: 'root' })
export class StatusAnnouncer {
  readonly #announcer = inject(LiveAnnouncer);
  readonly #store = inject(LiveStore);
  readonly #connection = inject(LiveConnection).state;
  readonly #page = inject(PageTitle).page;
  #status: Status = 'other';
  #shown = '';

  constructor() {
    effect(() => this.#follow(statusOf(this.#connection())));
    effect(() => {
      const page = this.#page();
      // Browsers announce the first page themselves.
      if (this.#shown !== '' && this.#shown !== page) this.#say(page);
      this.#shown = page;
    });
    effect(() => {
      if (this.#store.gap()) this.#say('Some events are missing. The feed marks where.');
    });
  }

  #follow(status: Status): void {
    const before = this.#status;
    if (status === before) return;
    this.#status = status;
    if (status === 'lost') this.#say('Connection lost. Reconnecting.');
    if (status === 'live') this.#say(before === 'lost' ? 'Live again.' : 'Live.');
  }

  #say(text: string): void {
    untracked(() => void this.#announcer.announce(text, 'polite'));
  }
}

function statusOf({ phase }: Connection): Status {
  if (phase === 'live') return 'live';
  return phase === 'waiting' || phase === 'retrying' ? 'lost' : 'other';
}
