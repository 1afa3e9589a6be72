import { Logger } from '@nestjs/common';
import type { EventDataMap, UncommittedEvent } from '#contract';

/** A time in which the store does not commit. The operator is told of its two ends, and so is the log itself. */
export class Outage {
  readonly #logger = new Logger('EventLog');
  readonly #since = performance.now();
  /** Events that the queue had to let go. */
  lost = 0;

  constructor(private readonly error: string) {
    this.#logger.error(`The event log cannot commit: ${error}. Events go out live and wait in memory.`);
  }

  /** The event that tells of its beginning. */
  get degraded(): UncommittedEvent {
    return stamped('log:degraded', { error: this.error });
  }

  /** It is over: the event that tells of it. */
  end(): UncommittedEvent {
    const durationMs = Math.round(performance.now() - this.#since);
    this.#logger.log(`The event log commits again after ${durationMs} ms; ${this.lost} events were lost`);
    return stamped('log:recovered', { durationMs, lost: this.lost });
  }
}

function stamped<T extends 'log:degraded' | 'log:recovered'>(
  type: T,
  data: EventDataMap[T],
): UncommittedEvent {
  return { type, sessionId: '', tenantId: '', timestamp: new Date().toISOString(), data } as UncommittedEvent;
}
