import {
  compareEventIds,
  type EventId,
  type HelloFrame,
  type MissingEvents,
  type UncommittedEvent,
} from '#contract';
import { encodeEvent, LoggedEvent, type EncodedEvents, type EventBatch, type EventPage } from '#events';
import { gapFrame, HEARTBEAT, helloFrame, noticeFrame, positionBlock } from '../framing/control-frames.ts';
import { frameEvents } from '../framing/event-frames.ts';
import type { EventView } from '../framing/event-view.ts';
import type { BatchFrames } from '../framing/shared-frames.ts';
import type { Flush } from './flush.ts';
import type { StreamWriter } from './stream-writer.ts';

/**
 * The position of one client in the history: every frame that is sent moves it on. The methods that send events
 * return false when the client should be sent no more for now.
 */
export class StreamCursor {
  #position: EventId;
  #isGreeted = false;
  #beforePayloads: (() => void) | undefined;

  constructor(
    private readonly view: EventView,
    private readonly writer: StreamWriter,
    private readonly batchFrames: BatchFrames,
    /** Returns the JSON of a fresh snapshot of what the client may see. */
    private readonly stats: () => Uint8Array,
    position: EventId,
    /** Called once, before the first arguments or results are sent. */
    beforePayloads?: () => void,
  ) {
    this.#position = position;
    this.#beforePayloads = beforePayloads;
  }

  /** Up to this id the client has every event that it wants, or knows that it cannot have it. */
  get position(): EventId {
    return this.#position;
  }

  /** Whether some events are not sent to the client. */
  get isFiltered(): boolean {
    return this.view.isFiltered;
  }

  /** Whether the client is at a position or beyond. */
  hasPassed(position: EventId): boolean {
    return compareEventIds(position, this.#position) <= 0;
  }

  /** Sends `hello`, and with it the id to come back with. Nothing else may be sent before, but comments. */
  sendHello({ instance, complete }: Pick<HelloFrame, 'instance' | 'complete'>, position?: EventId): void {
    const filtered = !this.view.countsAll;
    const hello = helloFrame({ instance, complete, filtered }, this.stats());
    this.writer.writeTogether(position === undefined ? hello : [...hello, positionBlock(position)]);
    this.#isGreeted = true;
  }

  /**
   * Tells the client the id to come back with, unless an event has told it. Without it, a client that is sent no event
   * would come back without an id, or with an old one.
   */
  sendPosition(): void {
    this.writer.write(positionBlock(this.#position));
  }

  /** Sends a page that was read from the log, and gives its memory back. */
  sendPage({ events, last }: Pick<EventPage, 'events' | 'last'>): boolean {
    this.advance(last);
    const isRoomy = this.#send(this.view.show(events));
    events.release();
    return isRoomy;
  }

  /** Sends what the client does not have of consecutive batches, until it should be sent no more. */
  sendBatches(batches: readonly EventBatch[]): boolean {
    return batches.every((batch) => this.#sendBatch(batch));
  }

  /** Sends what the client does not have of a flush that begins at or before its position. */
  sendFlush(flush: Flush): boolean {
    if (flush.after !== this.#position) return this.sendBatches(flush.batches);
    const shown = flush.shownTo(this.view);
    this.#position = flush.last;
    if (!shown) return true;
    this.#lookForPayloads(shown.parts);
    return this.writer.writeShared(shown.frames);
  }

  /** Tells the client that what lies between its position and `resumedAfter` cannot be sent any more. */
  sendGap(resumedAfter: EventId, { from, to, missing }: MissingEvents): void {
    const requested = this.#position;
    // Which of the missing events the filter lets through, nobody knows.
    const known = { from, to, missing: this.isFiltered ? null : missing };
    const gap = gapFrame({ requested, resumedAfter, ...known }, this.stats());
    this.writer.writeTogether([...gap, positionBlock(resumedAfter)]);
    this.#position = resumedAfter;
  }

  /** Sends an event that has no id yet, if the client wants it. It comes again with its id. */
  sendNotice(event: UncommittedEvent): void {
    const logged = LoggedEvent.identified(this.#position, encodeEvent(event));
    if (this.#isGreeted && this.view.matches(logged)) this.writer.write(noticeFrame(event));
  }

  /** Keeps proxies from closing an idle connection, and keeps the client's position close to the end of the log. */
  sendHeartbeat(): void {
    this.writer.write(this.#isGreeted ? HEARTBEAT + positionBlock(this.#position) : HEARTBEAT);
  }

  /** Places the client at a position that it has asked for. */
  moveTo(position: EventId): void {
    this.#position = position;
  }

  /** Moves on to a position: nothing before it is left to send. */
  advance(to: EventId | undefined): void {
    if (to !== undefined && !this.hasPassed(to)) this.#position = to;
  }

  #lookForPayloads(parts: readonly EncodedEvents[]): void {
    if (!this.#beforePayloads || !parts.some(({ holdsPayload }) => holdsPayload)) return;
    this.#beforePayloads();
    this.#beforePayloads = undefined;
  }

  #sendBatch(batch: EventBatch): boolean {
    const position = this.#position;
    this.advance(batch.last);
    const isWhole = batch.after === position && this.view.isWhole;
    if (!isWhole) return this.#send(this.view.select(batch.encoded, position));
    this.#lookForPayloads([batch.encoded]);
    return this.writer.writeShared(this.batchFrames.of(batch));
  }

  #send(events: EncodedEvents): boolean {
    this.#lookForPayloads([events]);
    const frames = frameEvents([events]);
    // Counted as memory that only a collection frees, large frames would ask for one after another.
    return this.writer.write(frames, () => void frames.buffer.transfer(0));
  }
}
