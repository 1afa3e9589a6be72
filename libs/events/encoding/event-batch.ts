import { compareEventIds, type EventId, type EventType } from '#contract';
import { EncodedEvents } from './encoded-events.ts';
import type { LoggedEvent } from './logged-event.ts';

/**
 * Events that the log committed together, in order. The batch holds them as objects while the stages of the pipe run,
 * and only as encoded events afterwards.
 */
export class EventBatch {
  /** The id of the last event. */
  readonly last: EventId;
  readonly count: number;
  readonly encoded: EncodedEvents;
  readonly #types: ReadonlySet<EventType>;
  #events: readonly LoggedEvent[] | undefined;

  constructor(
    /** The position before the first event: the last id of the batch before this one. */
    readonly after: EventId,
    events: readonly LoggedEvent[],
  ) {
    this.last = events.at(-1)?.id ?? after;
    this.count = events.length;
    this.encoded = EncodedEvents.of(events);
    this.#types = new Set(events.map(({ type }) => type));
    this.#events = events;
  }

  get events(): readonly LoggedEvent[] {
    return this.#events ?? this.encoded.toArray();
  }

  /** Whether one of the events is of one of these types. Takes constant time: most listeners wait for rare events. */
  holds(...types: readonly EventType[]): boolean {
    return types.some((type) => this.#types.has(type));
  }

  /** Drops the event objects. Call it once every stage has run. */
  dropObjects(): void {
    for (const event of this.#events ?? []) event.dropObject();
    this.#events = undefined;
  }
}

/** Returns the batches up to the first place where events are missing between two of them. */
export function consecutive(batches: readonly EventBatch[]): EventBatch[] {
  const gap = batches.findIndex(({ after }, index) => index > 0 && after !== batches[index - 1]?.last);
  return batches.slice(0, gap < 0 ? undefined : gap);
}

/** Consecutive events of the log. The engine chooses how many. */
export interface EventPage {
  events: EncodedEvents;
  /**
   * How far the page reaches: the id of its last event, or a later position up to which no further event matches.
   * Undefined when the page is empty and nothing was read.
   */
  last: EventId | undefined;
  /** Whether more may follow after `last`. */
  isFull: boolean;
}

/** Makes a page of `events` that were read with that `limit`, and leaves out events beyond `upTo`. */
export function pageOf(events: readonly LoggedEvent[], limit: number, upTo: EventId): EventPage {
  const within = events.filter(({ id }) => compareEventIds(id, upTo) <= 0);
  return {
    events: EncodedEvents.of(within),
    last: within.at(-1)?.id,
    isFull: within.length === limit,
  };
}
