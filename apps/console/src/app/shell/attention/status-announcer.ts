import { LiveAnnouncer } from '@angular/cdk/a11y';
import { computed, DestroyRef, effect, inject, Injectable, untracked } from '@angular/core';

import type { Connection } from '../../live/connection.ts';
import { LiveConnection } from '../../picture/connection/live-connection.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PageTitle } from './page-title.ts';

type Status = 'live' | 'lost' | 'other';

/** What is announced when it changes. */
interface Facts {
  page: string;
  status: Status;
  /** The row of the gap that nobody has dismissed; null without one. */
  gap: number | null;
}

/**
 * How long changes are gathered, in milliseconds. A new announcement silences the one before it, so what changes at
 * about the same time is said at once, and what has changed back meanwhile is not said at all.
 */
const GATHER_MS = 500;

/** Announces opened pages, gaps, and a lost or restored connection to screen readers, but no events. */
@Injectable({ providedIn: 'root' })
export class StatusAnnouncer {
  readonly #announcer = inject(LiveAnnouncer);
  readonly #store = inject(LiveStore);
  readonly #connection = inject(LiveConnection).state;
  readonly #page = inject(PageTitle).page;
  readonly #facts = computed<Facts>(
    () => ({
      page: this.#page(),
      status: statusOf(this.#connection()),
      gap: this.#store.gap()?.row ?? null,
    }),
    {
      equal: (one, other) => one.page === other.page && one.status === other.status && one.gap === other.gap,
    },
  );
  #told: Facts = { page: '', status: 'other', gap: null };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      this.#facts();
      this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  #tell(): void {
    this.#timer = undefined;
    const facts = untracked(this.#facts);
    const text = changesText(this.#told, facts);
    this.#told = facts;
    if (text !== '') void this.#announcer.announce(text, 'polite');
  }
}

function changesText(before: Facts, now: Facts): string {
  const texts: string[] = [];
  // Browsers announce the first page themselves.
  if (before.page !== '' && now.page !== before.page) texts.push(`${now.page}.`);
  if (now.status !== before.status) {
    if (now.status === 'lost') texts.push('Connection lost. Reconnecting.');
    if (now.status === 'live') texts.push(before.status === 'lost' ? 'Live again.' : 'Live.');
  }
  if (now.gap !== null && now.gap !== before.gap)
    texts.push('Some events are missing. The feed marks where.');
  return texts.join(' ');
}

function statusOf({ phase }: Connection): Status {
  if (phase === 'live') return 'live';
  return phase === 'waiting' || phase === 'retrying' ? 'lost' : 'other';
}
