import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

import { ServerAnswer } from '../api/server-answer.ts';
import { UpstreamsApi } from '../api/routes/upstreams-api.ts';
import { Clock } from '../time/clock.ts';
import { LiveStore } from './live-store.ts';

/** How often the list is requested while it is on screen, in milliseconds. */
const WATCHED_MS = 2_000;

/** The servers behind the gateway. They are requested once for each connection, and again while they are on screen. */
@Injectable({ providedIn: 'root' })
export class Upstreams {
  readonly #api = inject(UpstreamsApi);
  readonly #store = inject(LiveStore);
  readonly #clock = inject(Clock);
  readonly #watchers = signal(0);
  readonly #question = computed(() => {
    const instance = this.#store.instance();
    const turn = this.#watchers() > 0 ? Math.floor(this.#clock.second() / WATCHED_MS) : 0;
    return instance === null ? null : { key: 'upstreams', turn: `${instance} ${turn}` };
  });
  readonly list = new ServerAnswer(
    () => this.#question(),
    (_, signal) => this.#api.list(signal),
  );
  /** Whether there are any. */
  readonly areThere = computed(() => (this.list.value()?.upstreams.length ?? 0) > 0);

  /** Keeps the list up to date until its owner is destroyed. */
  watch(owner: DestroyRef): void {
    this.#watchers.update((count) => count + 1);
    owner.onDestroy(() => this.#watchers.update((count) => count - 1));
  }
}
