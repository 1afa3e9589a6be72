import { selectsAllCounted, type EventFilter, type EventId } from '#contract';
import { EventMatcher, type EncodedEvents, type FindSession, type LoggedEvent } from '#events';

/** What a client is sent of the events: those that its filter selects, with their payloads or without. */
export class EventView {
  readonly #matcher: EventMatcher | undefined;

  constructor(
    readonly filter: EventFilter,
    readonly showsPayloads: boolean,
    findSession: FindSession,
  ) {
    this.#matcher = EventMatcher.for(filter, findSession);
  }

  /** Whether some events are not sent. */
  get isFiltered(): boolean {
    return this.#matcher !== undefined;
  }

  /** Whether every event is sent that counters are made of. */
  get countsAll(): boolean {
    return selectsAllCounted(this.filter);
  }

  /** Whether every event is sent as it is. */
  get isWhole(): boolean {
    return !this.isFiltered && this.showsPayloads;
  }

  matches(event: LoggedEvent): boolean {
    return this.#matcher?.matches(event) ?? true;
  }

  /** What is sent of the events after a position. */
  select(events: EncodedEvents, after: EventId): EncodedEvents {
    return this.show(events.select(this.#matcher, after));
  }

  /** What is sent of events that the filter has selected. */
  show(selected: EncodedEvents): EncodedEvents {
    return this.showsPayloads ? selected : selected.withHiddenPayloads();
  }
}
