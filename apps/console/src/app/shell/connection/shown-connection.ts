import { computed, inject, Injectable } from '@angular/core';

import { LiveConnection } from '../../picture/connection/live-connection.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { Clock } from '../../time/clock.ts';
import { TimeScope } from '../../view/time-scope.ts';
import { connectionText } from './connection-text.ts';
import { Network } from './network.ts';

/** The state of the connection in one word, as the badge and the diagnostics show it. */
@Injectable({ providedIn: 'root' })
export class ShownConnection {
  readonly #connection = inject(LiveConnection).state;
  readonly #past = inject(TimeScope).range;
  readonly #gap = inject(LiveStore).gap;
  readonly #clock = inject(Clock);
  readonly #network = inject(Network);

  readonly text = computed(() => {
    const connection = this.#connection();
    return connectionText(connection, {
      showsPast: this.#past() !== null,
      hasGap: this.#gap() !== null,
      isOffline: this.#network.isOffline(),
      now: connection.phase === 'waiting' ? this.#clock.now() : 0,
    });
  });
}
