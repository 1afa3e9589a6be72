import { compareEventIds, type EventId } from '#contract';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { Delivery } from '../delivery.ts';
import type { Broker, BrokerEntry } from './broker.ts';
import type { BrokerHealth } from './broker-health.ts';
import type { LogView } from './log-view.ts';
import type { Pause } from './pause.ts';
import type { SentEvents } from './sent-events.ts';

/** What the follower works with. */
export interface FollowerParts {
  broker: Broker;
  view: LogView;
  delivery: Delivery;
  sent: SentEvents;
  health: BrokerHealth;
  pause: Pause;
  /** Called when events were delivered. */
  changed: () => void;
}

/** Reads events back from the broker, those of this process and of others, and delivers them in its order. */
export class BrokerFollower {
  #isStopped = false;

  constructor(private readonly parts: FollowerParts) {}

  /** Reads until it is stopped. */
  async run(): Promise<void> {
    const { broker, delivery, health, pause } = this.parts;
    while (!this.#isStopped)
      try {
        const entries = await broker.readNext(delivery.last);
        if (this.#isStopped) return;
        this.#deliver(entries);
        health.works('read');
      } catch (error) {
        if (!this.#isStopped) await pause.for(health.failed('read', error));
      }
  }

  stop(): void {
    this.#isStopped = true;
  }

  #deliver(entries: readonly BrokerEntry[]): void {
    const { broker, view, delivery, sent, changed } = this.parts;
    let events: LoggedEvent[] = [];
    let position = delivery.last;
    for (const entry of entries) {
      const event = LoggedEvent.readBack(entry.id, entry.json, sent.take(entry.json));
      if (broker.numberOf(entry.id) !== broker.numberOf(position) + 1) {
        delivery.deliver(events);
        events = [];
        sent.clear();
        this.#skip(position, entry, event);
      }
      events.push(event);
      position = entry.id;
    }
    view.sawId(position);
    delivery.deliver(events);
    if (entries.length > 0) changed();
  }

  /** Notes that the events between a position and an entry cannot be read. */
  #skip(after: EventId, { id, previous, lost }: BrokerEntry, { timestamp }: LoggedEvent): void {
    if (compareEventIds(previous, after) <= 0) return;
    const { broker, view, delivery } = this.parts;
    const count = broker.numberOf(id) - broker.numberOf(after) - 1;
    const { from = null, to = timestamp } = lost ?? {};
    view.addLost({ after, last: previous, from, to, missing: count > 0 ? count : null });
    delivery.skipTo(previous);
  }
}
