import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { EventDraft, UncommittedEvent } from '#contract';
import { Clock } from './clock.ts';
import { EVENT_PUBLISHED } from './event-names.ts';
import { redactEventData } from './redact-event-data.ts';

/**
 * The one place where an event begins: it is stamped here, once, and put on the bus. Secrets that its texts
 * hold go no further.
 */
@Injectable()
export class EventPublisher {
  readonly #logger = new Logger('EventPublisher');
  readonly #clock = new Clock();

  constructor(private readonly bus: EventEmitter2) {}

  /** Returns at once, and never fails whatever the state of the log or of a listener. */
  publish({ type, sessionId, tenantId, data }: EventDraft): void {
    const timestamp = this.#clock.now();
    const event = { type, sessionId, tenantId, timestamp, data: redactEventData(data) } as UncommittedEvent;
    try {
      this.bus.emit(EVENT_PUBLISHED, event);
    } catch (error) {
      this.#logger.error(error);
    }
  }
}
