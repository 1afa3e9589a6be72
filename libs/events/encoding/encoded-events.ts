import { compareEventIds, type EventId } from '#contract';
import type { EventMatcher } from './event-matcher.ts';
import { idOfLine, joinLines, splitLines } from './json-lines.ts';
import { LoggedEvent } from './logged-event.ts';
import { lineHoldsPayload, lineWithHiddenPayload, mayHoldPayload } from './without-payload.ts';

/**
 * Consecutive events with their ids, oldest first, encoded once for everyone who sends or stores them. They are bytes
 * outside of the heap, so the garbage collector does not scan them.
 */
export class EncodedEvents {
  /** Undefined until somebody has looked for payloads. */
  #holdsPayload: boolean | undefined;

  private constructor(
    /** The JSON of the events in UTF-8, one event per line. Every line begins with the members `id` and `type`. */
    readonly lines: Uint8Array,
    readonly count: number,
    /** Whether the bytes have memory of their own, which can be released. */
    private readonly isOwner = false,
  ) {}

  static of(events: readonly LoggedEvent[]): EncodedEvents {
    return EncodedEvents.#from(events.map(({ json }) => json));
  }

  /**
   * Takes ownership of `count` whole lines and of their memory. `isPayloadFree` says that none of them holds a payload, if
   * that is known.
   */
  static ofLines(lines: Uint8Array, count: number, isPayloadFree = false): EncodedEvents {
    const encoded = new EncodedEvents(lines, count, true);
    if (isPayloadFree) encoded.#holdsPayload = false;
    return encoded;
  }

  static #from(lines: readonly string[]): EncodedEvents {
    return new EncodedEvents(Buffer.from(joinLines(lines)), lines.length);
  }

  toArray(): LoggedEvent[] {
    return splitLines(this.#text).map((json) => LoggedEvent.parsed(json));
  }

  /** The events after a position that match, or all of them without a matcher. */
  select(matcher: EventMatcher | undefined, after: EventId): EncodedEvents {
    const text = this.#text;
    const matching = matcher?.select(text) ?? splitLines(text);
    return EncodedEvents.#from(matching.filter((line) => compareEventIds(idOfLine(line), after) > 0));
  }

  /** Whether one of the events holds arguments or a result. */
  get holdsPayload(): boolean {
    // Looks at the bytes first, because most events hold none and need not become text.
    this.#holdsPayload ??= mayHoldPayload(this.lines) && splitLines(this.#text).some(lineHoldsPayload);
    return this.#holdsPayload;
  }

  /** The same events; each says of its payload, if it has one, that it is hidden. */
  withHiddenPayloads(): EncodedEvents {
    if (!this.holdsPayload) return this;
    return EncodedEvents.#from(splitLines(this.#text).map(lineWithHiddenPayload));
  }

  /**
   * Frees the memory of a page that was read from the log; its events are gone afterwards. V8 would free it only with a
   * garbage collection, while large pages allocate one after another.
   */
  release(): void {
    if (this.isOwner) (this.lines.buffer as ArrayBuffer).transfer(0);
  }

  get #text(): string {
    return Buffer.from(this.lines.buffer, this.lines.byteOffset, this.lines.length).toString();
  }
}
