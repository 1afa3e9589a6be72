import { Inject, Injectable, Logger } from '@nestjs/common';
import type { CrowsnestEvent, EventId } from '#contract';
import { EventLog } from '#events';

/** The name under which the counters are saved and kept. */
export const STATS = 'stats';

/**
 * Number of events between two kept states. The counters at an event are folded from half as many on average, in about
 * 20 ms. A usual state takes the room of a few hundred events.
 */
export const KEPT_EVERY = 10_000;

/** Keeps states of the counters in the log now and then, so that those at any event can be folded from few events. */
@Injectable()
export class StatsArchive {
  readonly #logger = new Logger('Stats');
  /** The number of events after the last kept state. Saved with the counters: it goes on after a restart. */
  sinceKept = 0;
  #isDue = false;

  constructor(@Inject(EventLog) private readonly log: Pick<EventLog, 'condition' | 'keepState'>) {}

  /** Keeps the state after an event if it is time to. Call it once the event is folded. */
  follow(event: CrowsnestEvent, projection: { save: () => unknown }): void {
    this.sinceKept += 1;
    if (this.sinceKept >= KEPT_EVERY || haveBeenLost(event)) this.#isDue = true;
    if (!this.#isDue || this.log.condition !== 'ok') return;
    this.#isDue = false;
    this.sinceKept = 0;
    void this.#keep(event.id, projection.save());
  }

  async #keep(asOf: EventId, value: unknown): Promise<void> {
    try {
      await this.log.keepState(STATS, { asOf, value });
    } catch (error) {
      this.#logger.warn(`The counters as of event ${asOf} were not kept: ${String(error)}`);
    }
  }
}

/** The counters include lost events, so they cannot be folded from a state before an outage to one after it. */
function haveBeenLost(event: CrowsnestEvent): boolean {
  return event.type === 'log:recovered' && event.data.lost !== 0;
}
