import { Injectable } from '@nestjs/common';
import type { EventDraft, UncommittedEvent } from '#contract';
import { DeliveryGuard } from './bus/delivery-guard.ts';
import { Clock } from './clock.ts';
import { EventPipe } from './event-pipe.ts';
import { redactEventData } from './redact-event-data.ts';

/** The one place where an event begins: it redacts and stamps the event, once, and sends it into the pipe. */
@Injectable()
export class EventPublisher {
  readonly #clock = new Clock();

  constructor(
    private readonly pipe: EventPipe,
    private readonly guard: DeliveryGuard,
  ) {}

  /** Publishes an event. Returns at once and never throws, whatever the state of the log or of a listener. */
  publish(draft: EventDraft): void {
    this.guard.run('Stage "publish"', () => this.pipe.publish(this.#stamp(draft)));
  }

  #stamp({ type, sessionId, tenantId, data }: EventDraft): UncommittedEvent {
    const timestamp = this.#clock.now();
    return { type, sessionId, tenantId, timestamp, data: redactEventData(data) } as UncommittedEvent;
  }
}
