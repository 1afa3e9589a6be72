import { computed, effect, inject, Injectable, linkedSignal } from '@angular/core';

import type { Connection } from '../live/connection.ts';
import { LiveConnection } from './connection/live-connection.ts';
import { Clock } from '../time/clock.ts';
import { ServerClock } from '../view/server-clock.ts';

/**
 * The server's time of the state on screen. It stops while the connection is lost. In a replay it is the current moment
 * of the replay.
 */
@Injectable({ providedIn: 'root' })
export class PictureTime {
  readonly #clock = inject(Clock);
  readonly #connection = inject(LiveConnection).state;
  readonly #offset = linkedSignal<Connection, number>({
    source: this.#connection,
    computation: (state, last) => (state.phase === 'live' ? state.clockOffsetMs : (last?.value ?? 0)),
  });

  /** The current moment of a replay; null without a replay. */
  readonly #moment = computed(() => {
    const state = this.#connection();
    return state.phase === 'replay' ? state.replay.at : null;
  });

  /** When the connection was lost, on this machine's clock; null while it is live. */
  readonly staleSince = computed(() => {
    const state = this.#connection();
    return 'lostAt' in state ? state.lostAt : null;
  });
  /** Milliseconds since 1970, updated four times a second. */
  readonly now = computed(() => this.#moment() ?? (this.staleSince() ?? this.#clock.now()) + this.#offset());
  /** The same time in whole seconds. */
  readonly second = computed(() => Math.floor(this.now() / 1000) * 1000);
  /** The server's clock in whole seconds. It does not stop when the connection is lost. */
  readonly serverSecond = computed(() => {
    const moment = this.#moment();
    return moment === null ? this.#clock.second() + this.#offset() : Math.floor(moment / 1000) * 1000;
  });

  constructor() {
    const clock = inject(ServerClock);
    effect(() => clock.adjust(this.#offset()));
  }
}
