import {
  toolOf,
  wireJson,
  type CrowsnestEvent,
  type EventId,
  type EventSubject,
  type EventType,
  type UncommittedEvent,
} from '#contract';
import { idOfLine, typeOfLine, withId, timestampOfLine } from './json-lines.ts';
import { lineHoldsPayload, lineWithHiddenPayload } from './without-payload.ts';

/**
 * Encodes an event that gets its id elsewhere. Throws when its data has no JSON, for example a circular object or a
 * BigInt.
 */
export function encodeEvent({ type, sessionId, tenantId, timestamp, data }: UncommittedEvent): string {
  return wireJson({ type, sessionId, tenantId, timestamp, data });
}

/**
 * An event with the id that the log gave it, and its JSON. A live event keeps its original object until every stage has
 * received it; an event read from the log is parsed when it is first accessed.
 */
export class LoggedEvent implements EventSubject {
  readonly #sessionId: string | undefined;
  readonly #tenantId: string | undefined;
  readonly #tool: string | undefined;
  #event: CrowsnestEvent | undefined;

  private constructor(
    readonly id: EventId,
    readonly type: EventType,
    /** Begins with the id and the type. */
    readonly json: string,
    event?: CrowsnestEvent,
  ) {
    this.#event = event;
    this.#sessionId = event?.sessionId;
    this.#tenantId = event?.tenantId;
    this.#tool = event && toolOf(event);
  }

  /**
   * Numbers events and encodes them. An event without JSON gets no id and is passed to `refused`; without `refused` the
   * error is thrown.
   */
  static number(
    events: readonly UncommittedEvent[],
    nextId: () => EventId,
    refused: (event: UncommittedEvent, error: unknown) => void = rethrow,
  ): LoggedEvent[] {
    const numbered: LoggedEvent[] = [];
    // The next event takes the id that an event without JSON did not use.
    let id: EventId | undefined;
    for (const uncommitted of events) {
      id ??= nextId();
      try {
        const event = identified(id, uncommitted);
        numbered.push(new LoggedEvent(id, event.type, wireJson(event), event));
        id = undefined;
      } catch (error) {
        refused(uncommitted, error);
      }
    }
    return numbered;
  }

  /** An event that a log numbers elsewhere: its id, and the result of {@link encodeEvent}. */
  static identified(id: EventId, json: string): LoggedEvent {
    return LoggedEvent.parsed(withId(id, json));
  }

  /**
   * Like {@link identified}, with the object that the stages of the pipe need: made of `original`, the event that the
   * JSON is of, or parsed.
   */
  static readBack(id: EventId, json: string, original?: UncommittedEvent): LoggedEvent {
    const line = withId(id, json);
    const event = original ? identified(id, original) : (JSON.parse(line) as CrowsnestEvent);
    return new LoggedEvent(id, event.type, line, event);
  }

  /** An event from its stored JSON, which includes the id. */
  static parsed(json: string): LoggedEvent {
    return new LoggedEvent(idOfLine(json) as EventId, typeOfLine(json) as EventType, json);
  }

  /** The same event; it says of its payload, if it has one, that it is hidden. */
  withHiddenPayload(): LoggedEvent {
    const json = lineWithHiddenPayload(this.json);
    return json === this.json ? this : LoggedEvent.parsed(json);
  }

  /** Whether the event holds arguments or a result. */
  get holdsPayload(): boolean {
    return lineHoldsPayload(this.json);
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

  get timestamp(): string {
    return this.#event?.timestamp ?? timestampOfLine(this.json);
  }

  get tool(): string | undefined {
    return this.#sessionId === undefined ? toolOf(this.event) : this.#tool;
  }

  /** Drops the object; only the JSON remains. */
  dropObject(): void {
    this.#event = undefined;
  }
}

function rethrow(_: UncommittedEvent, error: unknown): never {
  throw error;
}

// Copied member by member: all events then have one hidden class, which makes them fast to read, and their JSON begins
// with id and type.
function identified(id: EventId, event: UncommittedEvent): CrowsnestEvent {
  const { type, sessionId, tenantId, timestamp, data } = event;
  return { id, type, sessionId, tenantId, timestamp, data } as CrowsnestEvent;
}
