import { compareEventIds, type EventId } from '#contract';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { Delivery } from '../delivery.ts';
import type { Broker, BrokerEntry } from './broker.ts';
import { wholeJsons } from './broker-payloads.ts';
import type { BrokerHealth } from './broker-health.ts';
import type { LogView } from './log-view.ts';
import type { Pause } from './waiting/pause.ts';
import type { SentEvents } from './outgoing/sent-events.ts';

/** What the follower works with. */
export interface FollowerParts {
  broker: Broker;
  view: LogView;
  delivery: Delivery;
  sent: SentEvents;
  health: BrokerHealth;
  pause: Pause;
  /** Called before events are delivered that follow others which cannot be read: those up to a position. */
  missed: (upTo: EventId) => Promise<void>;
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
        const events = await this.#eventsOf(entries);
        if (this.#isStopped) return;
        await this.#deliver(entries, events);
        health.works('read');
      } catch (error) {
        if (!this.#isStopped) await pause.for(health.failed('read', error));
      }
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Those of this process come back from memory; only those of others are parsed, and their payloads fetched. */
  async #eventsOf(entries: readonly BrokerEntry[]): Promise<LoggedEvent[]> {
    const { broker, sent } = this.parts;
    const own = entries.map(({ json }) => sent.take(json));
    const others = entries.filter((_, index) => !own[index]).map(({ json }) => json);
    const jsons = (await wholeJsons(others, broker.payloads)).values();
    return entries.map(({ id, json }, index) => {
      const sentOne = own[index];
      return LoggedEvent.readBack(id, sentOne?.whole ?? jsons.next().value ?? json, sentOne?.event);
    });
  }

  async #deliver(entries: readonly BrokerEntry[], all: readonly LoggedEvent[]): Promise<void> {
    const { broker, view, delivery, sent, changed } = this.parts;
    let events: LoggedEvent[] = [];
    let position = delivery.last;
    for (const [index, entry] of entries.entries()) {
      const event = all[index];
      if (!event) continue;
      if (broker.numberOf(entry.id) !== broker.numberOf(position) + 1) {
        delivery.deliver(events);
        events = [];
        sent.clear();
        await this.#skip(position, entry, event);
        if (this.#isStopped) return;
      }
      events.push(event);
      position = entry.id;
    }
    view.sawId(position);
    delivery.deliver(events);
    if (entries.length > 0) changed();
  }

  /** Notes that the events between a position and an entry cannot be read. */
  async #skip(
    after: EventId,
    { id, previous, lost }: BrokerEntry,
    { timestamp }: LoggedEvent,
  ): Promise<void> {
    if (compareEventIds(previous, after) <= 0) return;
    const { broker, view, delivery, missed } = this.parts;
    await missed(previous);
    const count = broker.numberOf(id) - broker.numberOf(after) - 1;
    const { from = null, to = timestamp } = lost ?? {};
    view.addLost({ after, last: previous, from, to, missing: count > 0 ? count : null });
    delivery.skipTo(previous);
  }
}
