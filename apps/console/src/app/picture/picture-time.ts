import { computed, inject, Injectable, linkedSignal } from '@angular/core';

import type { Connection } from '../live/connection.ts';
import { LiveConnection } from './live-connection.ts';
import { Clock } from '../time/clock.ts';

/**
 * The time of the picture, by the server's clock. It stands still while the server is lost: nobody
 * knows what the calls on screen have done since.
 */
@Injectable({ providedIn: 'root' })
export class PictureTime {
  readonly #clock = inject(Clock);
  readonly #connection = inject(LiveConnection).state;
  readonly #offset = linkedSignal<Connection, number>({
    source: this.#connection,
    computation: (state, last) => (state.phase === 'live' ? state.clockOffsetMs : (last?.value ?? 0)),
  });

  /** Since when the picture stands still, by this machine's clock; null while it is live. */
  readonly staleSince = computed(() => {
    const state = this.#connection();
    return 'lostAt' in state ? state.lostAt : null;
  });
  /** Milliseconds since 1970, four times a second. */
  readonly now = computed(() => (this.staleSince() ?? this.#clock.now()) + this.#offset());
  /** The same in whole seconds. */
  readonly second = computed(() => Math.floor(this.now() / 1000) * 1000);
  /** What the server's clock shows in whole seconds, whether or not it can be reached. */
  readonly serverSecond = computed(() => this.#clock.second() + this.#offset());
}
