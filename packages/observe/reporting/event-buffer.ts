/** Events that wait to be sent. They are JSON already, so that each is turned into text once. */
export interface WaitingEvent {
  seq: number;
  json: string;
}

/** Beyond either of these, no further call is observed. */
const MAX_EVENTS = 10_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** What is sent at a time. */
const BATCH_EVENTS = 500;
const BATCH_CHARACTERS = 1024 * 1024;

/** The events that Crowsnest has not taken yet, oldest first. */
export class EventBuffer {
  #events: WaitingEvent[] = [];
  #characters = 0;

  get size(): number {
    return this.#events.length;
  }

  /** Whether something new may begin. What has begun may always end, so that a buffer holds at most twice its maximum. */
  get hasRoom(): boolean {
    return this.#events.length < MAX_EVENTS && this.#characters < MAX_CHARACTERS;
  }

  get isWorthSending(): boolean {
    return this.#events.length >= BATCH_EVENTS || this.#characters >= BATCH_CHARACTERS;
  }

  add(event: WaitingEvent): void {
    this.#events.push(event);
    this.#characters += event.json.length;
  }

  /** The oldest events, which stay in the buffer until {@link drop}. */
  nextBatch(): WaitingEvent[] {
    let characters = 0;
    const end = this.#events.findIndex(({ json }, index) => {
      characters += json.length;
      return index > 0 && (index >= BATCH_EVENTS || characters > BATCH_CHARACTERS);
    });
    return end < 0 ? [...this.#events] : this.#events.slice(0, end);
  }

  /** Drops the oldest events. */
  drop(count: number): void {
    for (const { json } of this.#events.splice(0, count)) this.#characters -= json.length;
  }
}
