import { computed, DestroyRef, inject, Injectable, signal, type Signal } from '@angular/core';

import { InstancesApi } from '../api/routes/instances-api.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { Clock } from '../time/clock.ts';
import { LiveStore } from './live-store.ts';

/** How often the list is requested while it is on screen, and otherwise while several share the log, in milliseconds. */
const WATCHED_MS = 2_000;
const SHARED_MS = 60_000;

/** The instances that share the log. One that is alone is requested once for each connection. */
@Injectable({ providedIn: 'root' })
export class Instances {
  readonly #api = inject(InstancesApi);
  readonly #store = inject(LiveStore);
  readonly #clock = inject(Clock);
  readonly #watchers = signal(0);

  /** The instance that answers this console; null before the first connection. */
  readonly answering = this.#store.instance;
  readonly #turn: Signal<number> = computed(() => {
    if (this.#watchers() > 0) return Math.floor(this.#clock.second() / WATCHED_MS);
    return this.isShared() ? Math.floor(this.#clock.second() / SHARED_MS) : 0;
  });
  readonly #question = computed(() => {
    const turn = `${this.answering()} ${this.#store.instanceChanges()} ${this.#turn()}`;
    return this.answering() === null ? null : { key: 'instances', turn };
  });
  readonly list = new ServerAnswer(
    () => this.#question(),
    (_, signal) => this.#api.list(signal),
  );
  /** Whether there are several, or there may be: events and sessions name their instance only if the log is shared. */
  readonly isShared: Signal<boolean> = computed(
    () =>
      (this.list.value()?.instances.length ?? 0) > 1 ||
      this.#store.sessions().some(({ instance }) => instance !== undefined),
  );

  /** Keeps the list up to date until its owner is destroyed. */
  watch(owner: DestroyRef): void {
    this.#watchers.update((count) => count + 1);
    owner.onDestroy(() => this.#watchers.update((count) => count - 1));
  }
}
