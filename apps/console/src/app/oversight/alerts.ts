import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

import { AlertsApi } from '../api/routes/alerts-api.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { Oversight } from './oversight.ts';
import { Clock } from '../time/clock.ts';
import { LiveStore } from '../picture/live-store.ts';

/** How often alerts are requested without an event about them: while they are on screen, and otherwise; in milliseconds. */
const WATCHED_MS = 5_000;
const IDLE_MS = 60_000;

/** The alerts that fire now, the rules and the silences, for those who may see them. */
@Injectable({ providedIn: 'root' })
export class Alerts {
  readonly #api = inject(AlertsApi);
  readonly #store = inject(LiveStore);
  readonly #clock = inject(Clock);
  readonly #isSeen = inject(Oversight).isHeld;
  readonly #watchers = signal(0);

  readonly #question = computed(() => {
    if (!this.#isSeen() || this.#store.instance() === null) return null;
    const turn = Math.floor(this.#clock.second() / (this.#watchers() > 0 ? WATCHED_MS : IDLE_MS));
    return { key: 'alerts', turn: `${this.#store.alertChanges()} ${turn}` };
  });
  readonly view = new ServerAnswer(
    () => this.#question(),
    (_, signal) => this.#api.view(signal),
  );
  /** Number of alerts that fire. */
  readonly count = computed(() => (this.#isSeen() ? (this.view.value()?.firing.length ?? 0) : 0));

  /** Keeps the alerts up to date until their owner is destroyed. */
  watch(owner: DestroyRef): void {
    this.#watchers.update((count) => count + 1);
    owner.onDestroy(() => this.#watchers.update((count) => count - 1));
  }
}
