import {
  toolOf,
  type CrowsnestEvent,
  type EventId,
  type EventSubject,
  type EventType,
  type UncommittedEvent,
} from '#contract';
import { frameText, jsonOf, partsOf } from './frame-text.ts';

/**
 * An event with its id, encoded once: the frame is what the stream sends and what the store keeps, and has the JSON
 * of the read routes in it. The event itself is at hand while it is told; of one that is kept only the frame is,
 * and is parsed when somebody looks inside.
 */
export class LoggedEvent implements EventSubject {
  #event: CrowsnestEvent | undefined;
  readonly #sessionId: string | undefined;
  readonly #tenantId: string | undefined;
  readonly #tool: string | undefined;

  private constructor(
    readonly id: EventId,
    readonly type: EventType,
    readonly frame: string,
    event?: CrowsnestEvent,
  ) {
    this.#event = event;
    this.#sessionId = event?.sessionId;
    this.#tenantId = event?.tenantId;
    this.#tool = event && toolOf(event);
  }

  /** Numbers events, and encodes them together. */
  static number(events: readonly UncommittedEvent[], nextId: () => EventId): LoggedEvent[] {
    const numbered = events.map((event) => numberedBy(nextId(), event));
    const frames = numbered.map((event) => frameText(event.id, event.type, JSON.stringify(event)));
    // Slices of one text: a frame by itself would stay the pieces that it was joined from.
    const text = frames.join('');
    let end = 0;
    return numbered.map((event, index) => {
      const start = end;
      end += frames[index]?.length ?? 0;
      return new LoggedEvent(event.id, event.type, text.slice(start, end), event);
    });
  }

  /** An event as a store kept it. */
  static stored(frame: string): LoggedEvent {
    const { id, type } = partsOf(frame);
    return new LoggedEvent(id as EventId, type as EventType, frame);
  }

  get json(): string {
    return jsonOf(this.frame, this);
  }

  get event(): CrowsnestEvent {
    return this.#event ?? (JSON.parse(this.json) as CrowsnestEvent);
  }

  get sessionId(): string {
    return this.#sessionId ?? this.event.sessionId;
  }

  get tenantId(): string {
    return this.#tenantId ?? this.event.tenantId;
  }

  get tool(): string | undefined {
    return this.#sessionId === undefined ? toolOf(this.event) : this.#tool;
  }

  /** Everybody has been told of it: what is kept from here on is next to nothing for a collector to look through. */
  settle(): void {
    this.#event = undefined;
  }
}

// Field by field: all events are of one shape, which is what makes them quick to read.
function numberedBy(id: EventId, event: UncommittedEvent): CrowsnestEvent {
  const { type, sessionId, tenantId, timestamp, data } = event;
  return { id, type, sessionId, tenantId, timestamp, data } as CrowsnestEvent;
}
