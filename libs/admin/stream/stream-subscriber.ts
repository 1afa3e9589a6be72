import { compareEventIds, isUnfiltered, matchesFilter, type EventId, type StatsSnapshot } from '#contract';
import type { EventBatch, EventLog, EventTail, LoggedEvent, LostRange } from '#events';
import type { Flush } from './flush.ts';
import { batchFrames, eventFrames, gapFrame, HEARTBEAT, helloFrame } from './frames.ts';
import type { StreamRequest } from './stream-request.ts';
import type { StreamWriter } from './stream-writer.ts';

/** Events that are read from the log at a time. */
const PAGE = 250;

/** What a subscriber reads from, and whom it tells where it stands. */
export interface StreamSource {
  instance: string;
  log: EventLog;
  tail: EventTail;
  /** A fresh snapshot of what the subscriber may see. */
  snapshot: () => StatsSnapshot;
  /** It has caught up: from now on it takes flushes. */
  join: (subscriber: StreamSubscriber) => void;
  /** It takes no more flushes. */
  leave: (subscriber: StreamSubscriber) => void;
  fail: (error: unknown) => void;
}

/**
 * One client of the stream: a cursor into shared history, and no queue. It is fed what the tail or the
 * log holds until it has caught up, and then takes every flush. When its socket is full it leaves, and
 * catches up again from its cursor once the socket has drained.
 */
export class StreamSubscriber {
  /** Whoever has the same key is sent the same. */
  readonly #filterKey: string;
  #cursor: EventId;
  #isLive = false;
  #ended = false;

  constructor(
    private readonly source: StreamSource,
    private readonly request: StreamRequest,
    private readonly writer: StreamWriter,
  ) {
    this.#filterKey = JSON.stringify(request.filter);
    // Taken at once: whatever is committed from now on comes after it.
    this.#cursor = source.log.last;
  }

  /** Greets the client and begins to feed it. */
  async start(): Promise<void> {
    const { instance, log, snapshot } = this.source;
    const { after, replay, filter } = this.request;
    const position = after === undefined ? { known: true as const } : await log.locate(after);
    const replayed = after === undefined && replay ? await log.read({ limit: replay, filter }) : [];
    if (this.#ended) return;
    const stats = snapshot();
    const complete = position.known && (after === undefined || !this.#misses(after));
    this.writer.write(helloFrame({ instance, complete, filtered: !isUnfiltered(filter), stats }));
    if (after !== undefined) this.#cursor = after;
    if (!position.known) this.#reportGap(position.resumeAfter);
    this.writer.write(eventFrames(replayed));
    this.#advance(replayed.at(-1)?.id);
    await this.#feed();
  }

  /** Takes what was committed since the last flush. */
  take(flush: Flush): void {
    if (compareEventIds(flush.last, this.#cursor) <= 0) return;
    // Something lies between that it has not seen: the tail or the log has it.
    if (compareEventIds(flush.after, this.#cursor) > 0) return this.#fallBehind();
    const roomy =
      flush.after === this.#cursor
        ? this.#writeShared(flush)
        : flush.batches.every((one) => this.#writeBatch(one));
    if (!roomy) this.#fallBehind();
  }

  /** Keeps intermediaries from closing an idle connection; lets go of a client that has stopped reading. */
  beat(): void {
    if (this.writer.isStalled()) this.writer.drop();
    else if (this.#isLive) this.writer.write(HEARTBEAT);
  }

  end(): void {
    this.#ended = true;
    this.source.leave(this);
  }

  async #feed(): Promise<void> {
    try {
      if (!(await this.#catchUp())) this.#fallBehind();
    } catch (error) {
      this.source.fail(error);
    }
  }

  /** Whether events after a position could not be kept, and the tail does not hold them either. */
  #misses(position: EventId): boolean {
    const { log, tail } = this.source;
    return log.lostAfter(position) !== undefined && !tail.since(position);
  }

  /** Writes what the tail and the log hold after the cursor, and goes live; false when the socket is full before. */
  async #catchUp(): Promise<boolean> {
    const { log, tail } = this.source;
    while (!this.#ended && compareEventIds(this.#cursor, log.last) < 0) {
      const batches = tail.since(this.#cursor);
      const roomy = batches ? batches.every((batch) => this.#writeBatch(batch)) : await this.#writePage();
      if (!roomy) return false;
    }
    // In the same turn: what is committed between would be told with the next event only.
    if (!this.#ended) this.#goLive();
    return true;
  }

  #goLive(): void {
    this.#isLive = true;
    this.source.join(this);
  }

  async #writePage(): Promise<boolean> {
    const { log } = this.source;
    const { last } = log;
    const page = await log.read({ after: this.#cursor, limit: PAGE, filter: this.request.filter });
    if (this.#ended) return true;
    // Retention has passed the cursor by: the page may begin after a hole.
    if (compareEventIds(this.#cursor, log.start) < 0) {
      this.#reportGap(log.start);
      return true;
    }
    // Asked for after the page: one that has opened meanwhile may lie within it.
    const hole = log.lostAfter(this.#cursor);
    if (hole && compareEventIds(hole.after, last) < 0) return this.#writeUpTo(hole, page);
    if (page.length < PAGE) this.#advance(last);
    this.#advance(page.at(-1)?.id);
    return this.writer.write(eventFrames(page));
  }

  /** Writes what a page holds before events that could not be kept, and once all of that is told, names these. */
  #writeUpTo({ after, last }: LostRange, page: readonly LoggedEvent[]): boolean {
    const before = page.filter(({ id }) => compareEventIds(id, after) <= 0);
    const roomy = this.writer.write(eventFrames(before));
    this.#advance(before.at(-1)?.id);
    if (before.length === PAGE) return roomy;
    this.#advance(after);
    this.#reportGap(last);
    return roomy;
  }

  #writeShared(flush: Flush): boolean {
    const frames = flush.framesFor(this.request.filter, this.#filterKey);
    this.#advance(flush.last);
    return frames === undefined || this.writer.writeShared(frames);
  }

  /** Writes what lies after the cursor of one batch, and moves the cursor to its end. */
  #writeBatch(batch: EventBatch): boolean {
    const { filter } = this.request;
    const whole = batch.after === this.#cursor && isUnfiltered(filter);
    const roomy = this.writer.write(
      whole ? batchFrames(batch) : eventFrames(batch.events.filter((one) => this.#wants(one))),
    );
    this.#advance(batch.last);
    return roomy;
  }

  #wants({ id, event }: LoggedEvent): boolean {
    return compareEventIds(id, this.#cursor) > 0 && matchesFilter(this.request.filter, event);
  }

  #fallBehind(): void {
    this.#isLive = false;
    this.source.leave(this);
    this.writer.onceDrained(() => {
      if (!this.#ended) void this.#feed();
    });
  }

  #advance(to: EventId | undefined): void {
    if (to !== undefined && compareEventIds(to, this.#cursor) > 0) this.#cursor = to;
  }

  /** Says that what lies between the cursor and `resumedAfter` can no longer be told. */
  #reportGap(resumedAfter: EventId): void {
    const stats = this.source.snapshot();
    this.writer.write(gapFrame({ requested: this.#cursor, resumedAfter, stats }));
    this.#cursor = resumedAfter;
  }
}
