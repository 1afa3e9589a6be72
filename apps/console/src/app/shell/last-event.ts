import { Component, computed, effect, inject, signal, untracked } from '@angular/core';

import { LiveConnection } from '../picture/live-connection.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatDuration } from '../time/durations.ts';
import { formatAgo } from '../time/times.ts';

/** The age of the last event, which tells a quiet stream from a broken one, and how late it came. */
@Component({
  selector: 'app-last-event',
  template: `
    @if (lag() !== null) {
      <span>lag {{ formatDuration(lag() ?? 0) }}</span>
    }
    @if (ago(); as ago) {
      <span>last event {{ ago }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      gap: var(--space-3);
    }

    span {
      font-variant-numeric: tabular-nums;
      color: var(--ink-soft);
      white-space: nowrap;
    }
  `,
})
export class LastEvent {
  readonly #lastEventAt = inject(LiveStore).lastEventAt;
  readonly #connection = inject(LiveConnection).state;
  readonly #time = inject(PictureTime);
  readonly #lag = signal<number | null>(null);
  #before: number | null = null;

  protected readonly ago = computed(() => {
    const at = this.#lastEventAt();
    return at === null ? null : formatAgo(at, this.#time.serverSecond());
  });
  /** From the time of an event to its arrival here, in milliseconds; null before the first that came live. */
  protected readonly lag = computed(() => (this.#connection().phase === 'live' ? this.#lag() : null));
  protected readonly formatDuration = formatDuration;

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
