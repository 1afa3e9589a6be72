import { Logger } from '@nestjs/common';
import type { EventDraft, EventDataMap } from '#contract';

/** A time in which the log does not commit. Beginning and end are logged for the operator and published as events. */
export class Outage {
  readonly #logger = new Logger('EventLog');
  readonly #since = performance.now();
  /** Number of events that the queue had to drop. */
  lost = 0;

  /** `meanwhile` says what becomes of events until the end, as a sentence for the operator. */
  constructor(
    private readonly error: string,
    meanwhile: string,
  ) {
    this.#logger.error(`The event log cannot commit: ${error}. ${meanwhile}`);
  }

  /** The event that announces the beginning. */
  get degraded(): EventDraft {
    return draftOf('log:degraded', { error: this.error });
  }

  /** Ends the outage; returns the event that announces it. */
  end(): EventDraft {
    const durationMs = Math.round(performance.now() - this.#since);
    this.#logger.log(`The event log commits again after ${durationMs} ms; ${this.lost} events were lost`);
    return draftOf('log:recovered', { durationMs, lost: this.lost });
  }
}

function draftOf<T extends 'log:degraded' | 'log:recovered'>(type: T, data: EventDataMap[T]): EventDraft {
  return { type, sessionId: '', tenantId: '', data } as EventDraft;
}
