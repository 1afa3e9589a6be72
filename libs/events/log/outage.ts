import { Logger } from '@nestjs/common';
import type { EventDraft, EventDataMap } from '#contract';

/** Maximum number of causes of one outage that are logged. */
const MAX_CAUSES = 10;

/** A time in which the log does not commit. Beginning and end are logged for the operator and published as events. */
export class Outage {
  readonly #logger = new Logger('EventLog');
  readonly #since = performance.now();
  /** What was logged as its cause. */
  readonly #told: Set<string>;
  /** Number of events that the queue had to drop. */
  lost = 0;

  /** `meanwhile` says what becomes of events until the end, as a sentence for the operator. */
  constructor(
    private readonly error: string,
    meanwhile: string,
  ) {
    this.#told = new Set([error]);
    this.#logger.error(`The event log cannot commit: ${error}. ${meanwhile}`);
  }

  /** Logs what prevents the end by now, if that is another cause than before. */
  goesOn(error: string): void {
    if (this.#told.has(error) || this.#told.size >= MAX_CAUSES) return;
    this.#told.add(error);
    this.#logger.error(`The event log still cannot commit: ${error}`);
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
