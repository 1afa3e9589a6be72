import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';

import { LiveConnection } from '../../picture/connection/live-connection.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { formatAgo } from '../../time/times.ts';

/** The lag of the stream, and the age of the last event. */
@Injectable({ providedIn: 'root' })
export class Lag {
  readonly #lastEventAt = inject(LiveStore).lastEventAt;
  readonly #connection = inject(LiveConnection).state;
  readonly #time = inject(PictureTime);
  readonly #lag = signal<number | null>(null);
  #before: number | null = null;

  /** The age of the last event as text; null without any. */
  readonly ago = computed(() => {
    const at = this.#lastEventAt();
    return at === null ? null : formatAgo(at, this.#time.serverSecond());
  });
  /** Milliseconds from the time of an event to its arrival; null before the first live event. */
  readonly ms = computed(() => (this.#connection().phase === 'live' ? this.#lag() : null));

  constructor() {
    effect(() => {
      const at = this.#lastEventAt();
      const connection = untracked(this.#connection);
      // The first event comes with the snapshot and may be old.
      if (at !== null && this.#before !== null && connection.phase === 'live') {
        this.#lag.set(Math.max(0, Date.now() + connection.clockOffsetMs - at));
      }
      this.#before = at;
    });
  }
}
