import type { CrowsnestEvent, EventId, EventType, UncommittedEvent } from '#contract';
import { QuotedTexts } from './quoted-texts.ts';

const texts = new QuotedTexts();

/**
 * An event with its id and its JSON, encoded once for the store, the stream and the read routes.
 * An event read back from a store is parsed only when somebody looks inside.
 */
export class LoggedEvent {
  #event: CrowsnestEvent | undefined;

  private constructor(
    readonly id: EventId,
    readonly type: EventType,
    readonly json: string,
    event?: CrowsnestEvent,
  ) {
    this.#event = event;
  }

  /** Numbers an event. */
  static number(id: EventId, event: UncommittedEvent): LoggedEvent {
    // Field by field: all events are of one shape, which is what makes them quick to read, and the text of
    // what they have in common is put together rather than stringified anew.
    const { type, sessionId, tenantId, timestamp, data } = event;
    const numbered = { id, type, sessionId, tenantId, timestamp, data } as CrowsnestEvent;
    const whose = `"sessionId":${texts.quote(sessionId)},"tenantId":${texts.quote(tenantId)}`;
    const json = `{"id":"${id}","type":"${type}",${whose},"timestamp":"${timestamp}","data":${JSON.stringify(data)}}`;
    return new LoggedEvent(id, type, json, numbered);
  }

  /** An event as a store kept it. */
  static stored(id: EventId, type: EventType, json: string): LoggedEvent {
    return new LoggedEvent(id, type, json);
  }

  get event(): CrowsnestEvent {
    this.#event ??= JSON.parse(this.json) as CrowsnestEvent;
    return this.#event;
  }
}

/** Events that were committed together, in the order of the log. */
export interface EventBatch {
  /** The position before the first event of the batch: the last id of the batch before it. */
  after: EventId;
  /** The id of its last event. */
  last: EventId;
  events: readonly LoggedEvent[];
}
