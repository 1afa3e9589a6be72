import { compareEventIds, type EventFilter, type EventId } from '#contract';
import { EventMatcher } from './event-matcher.ts';
import { idOfLine, joinLines, splitLines } from './json-lines.ts';
import { LoggedEvent } from './logged-event.ts';

/**
 * Consecutive events with their ids, oldest first, encoded once and for all who send or keep them. They are held as
 * bytes outside of the heap: a collector finds nothing in them to look through.
 */
export class EncodedEvents {
  private constructor(
    /** The JSON of one event a line, in UTF-8; every line begins with the members `id` and `type`. */
    readonly lines: Uint8Array,
    readonly count: number,
    /** Whether the bytes have memory of their own. */
    private readonly isOwner = false,
  ) {}

  static of(events: readonly LoggedEvent[]): EncodedEvents {
    return EncodedEvents.#from(events.map(({ json }) => json));
  }

  /** Takes over `count` whole lines, and the memory that they lie in. */
  static ofLines(lines: Uint8Array, count: number): EncodedEvents {
    return new EncodedEvents(lines, count, true);
  }

  static #from(lines: readonly string[]): EncodedEvents {
    return new EncodedEvents(Buffer.from(joinLines(lines)), lines.length);
  }

  toArray(): LoggedEvent[] {
    return splitLines(this.#text).map((json) => LoggedEvent.parsed(json));
  }

  /** The events after a position that match a filter. */
  select(filter: EventFilter, after: EventId): EncodedEvents {
    const text = this.#text;
    const matching = EventMatcher.for(filter)?.select(text) ?? splitLines(text);
    return EncodedEvents.#from(matching.filter((line) => compareEventIds(idOfLine(line), after) > 0));
  }

  /**
   * Gives the memory of a page that was read back; its events are gone then. V8 would free it only with a collection,
   * and large pages would ask for one after another.
   */
  release(): void {
    if (this.isOwner) (this.lines.buffer as ArrayBuffer).transfer(0);
  }

  get #text(): string {
    return Buffer.from(this.lines.buffer, this.lines.byteOffset, this.lines.length).toString();
  }
}
