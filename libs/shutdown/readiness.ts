import { Injectable } from '@nestjs/common';
import { Shutdown } from './shutdown.ts';

/** Whether Crowsnest accepts new work. */
export type ReadinessState = 'ready' | 'draining';

/**
 * Reports whether Crowsnest accepts new work, for the readiness probe of the application. Once the application begins
 * to shut down, Crowsnest is `draining` until the process ends, while the application still serves its own routes.
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
