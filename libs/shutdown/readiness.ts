import { Injectable } from '@nestjs/common';
import { Shutdown } from './shutdown.ts';

/** Whether new work is taken. */
export type ReadinessState = 'ready' | 'draining';

/**
 * Tells whether Crowsnest takes new work, for the readiness of the application that it is a part of: once that begins to
 * end, Crowsnest is `draining` until the process ends, while the application still serves its own routes.
 */
@Injectable()
export class Readiness {
  #state: ReadinessState = 'ready';

  constructor(shutdown: Shutdown) {
    shutdown.during('refuse new work', () => (this.#state = 'draining'));
  }

  get state(): ReadinessState {
    return this.#state;
  }
}
