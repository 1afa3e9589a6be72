import { Injectable } from '@nestjs/common';
import {
  isAudited,
  type CrowsnestEvent,
  type EventDraft,
  type EventId,
  type EventType,
  type UncommittedEvent,
} from '#contract';
import { DeliveryGuard } from './bus/delivery-guard.ts';
import { TrailChain } from './audit/trail-chain.ts';
import { Clock } from './clock.ts';
import { EventPipe } from './event-pipe.ts';
import { EventLog } from './log/event-log.ts';
import { redactEventData } from './redact-event-data.ts';

/** The one place where an event begins: it redacts and stamps the event, once, and sends it into the pipe. */
@Injectable()
export class EventPublisher {
  readonly #clock = new Clock();
  readonly #chain = new TrailChain();

  constructor(
    private readonly pipe: EventPipe,
    private readonly guard: DeliveryGuard,
    private readonly log: EventLog,
  ) {}

  /** Lets the audit trail of this process follow on from the newest event of the trail that the log holds, if any. */
  continueTrail(newest: CrowsnestEvent | undefined): void {
    this.#chain.follow(newest);
  }

  /** Publishes an event. Returns at once and never throws, whatever the state of the log or of a listener. */
  publish(draft: EventDraft): void {
    this.guard.pass('Stage "publish"', this.#send, draft);
  }

  /** Publishes an event that has been stamped where it happened, outside: ISO 8601, UTC. Otherwise as {@link publish}. */
  publishStamped(draft: EventDraft, timestamp: string): void {
    this.guard.run('Stage "publish"', () =>
      this.pipe.publish(this.#stamp(draft, this.log.membership?.instance, timestamp)),
    );
  }

  /** Publishes events on behalf of an instance that has gone, as `Membership.appendFor` describes. */
  async publishFor(
    instance: string,
    upTo: EventId,
    drafts: readonly EventDraft[],
  ): Promise<EventId | undefined> {
    const events = drafts.map((draft) => this.#stamp(draft, instance));
    return this.log.membership?.appendFor(instance, upTo, events);
  }

  readonly #send = (draft: EventDraft): void =>
    this.pipe.publish(this.#stamp(draft, this.log.membership?.instance));

  #stamp(
    { type, sessionId, tenantId, data }: EventDraft,
    instance?: string,
    timestamp = this.#clock.now(),
  ): UncommittedEvent {
    const redacted = redactEventData(type, data);
    const happenedIn = instance !== undefined && namesInstance(type) ? { ...redacted, instance } : redacted;
    const event = { type, sessionId, tenantId, timestamp, data: happenedIn } as UncommittedEvent;
    return isAudited(type) ? this.#chain.add(event) : event;
  }
}

/** Whether events of a type name the instance that they happened in, if several share the log. */
function namesInstance(type: EventType): boolean {
  return type === 'session:open' || /^(tool|upstream|log|admin):/.test(type);
}
