import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';

import { LiveConnection } from '../picture/live-connection.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatAgo } from '../time/times.ts';

/** How late events come, and how long ago the last one was. */
@Injectable({ providedIn: 'root' })
export class Lag {
  readonly #lastEventAt = inject(LiveStore).lastEventAt;
  readonly #connection = inject(LiveConnection).state;
  readonly #time = inject(PictureTime);
  readonly #lag = signal<number | null>(null);
  #before: number | null = null;

  /** How long ago the last event was, as a text; null without any. */
  readonly ago = computed(() => {
    const at = this.#lastEventAt();
    return at === null ? null : formatAgo(at, this.#time.serverSecond());
  });
  /** From the time of an event to its arrival here, in milliseconds; null before the first that came live. */
  readonly ms = computed(() => (this.#connection().phase === 'live' ? this.#lag() : null));

  constructor() {
    effect(() => {
      const at = this.#lastEventAt();
      const connection = untracked(this.#connection);
      // The first one comes with the snapshot, whatever its age.
      if (at !== null && this.#before !== null && connection.phase === 'live') {
        this.#lag.set(Math.max(0, Date.now() + connection.clockOffsetMs - at));
      }
      this.#before = at;
    });
  }
}
