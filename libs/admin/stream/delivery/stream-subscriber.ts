import type { EventId, UncommittedEvent } from '#contract';
import { EncodedEvents, missingBetween } from '#events';
import type { EventView } from '../framing/event-view.ts';
import type { BatchFrames } from '../framing/shared-frames.ts';
import type { SharedViews } from '../framing/shared-views.ts';
import type { StreamRequest } from '../stream-request.ts';
import { CatchUp, type History } from './catch-up.ts';
import type { Flush } from './flush.ts';
import { StreamCursor } from './stream-cursor.ts';
import type { StreamWriter } from './stream-writer.ts';

/** What the subscribers of one tenant, or of all, read from, and the feed that they join and leave. */
export interface StreamSource extends History {
  /** The id of the instance that answers. */
  instance: () => string;
  batchFrames: BatchFrames;
  /** Returns the JSON of a fresh snapshot of what the subscribers may see. */
  stats: () => Uint8Array;
  /** What the subscribers are sent of the events. */
  views: SharedViews;
  /** The subscriber has caught up: it takes flushes from now on. */
  join: (subscriber: StreamSubscriber) => void;
  /** The subscriber takes no more flushes. */
  leave: (subscriber: StreamSubscriber) => void;
}

/**
 * One client of the stream: a cursor into shared history, and no queue. It is sent what the tail or the log holds
 * until it has caught up, and then takes every flush. When its socket is full it leaves the feed, and catches up
 * from its cursor once the socket has drained.
 */
export class StreamSubscriber {
  readonly #view: EventView;
  readonly #cursor: StreamCursor;
  /** Exists while the client catches up. */
  #catchUp: CatchUp | undefined;
  #isLive = false;
  #hasEnded = false;
  /** Called when the client has caught up or gone. */
  #onSettled: (() => void) | undefined;

  constructor(
    private readonly source: StreamSource,
    { filter, showsPayloads }: Pick<StreamRequest, 'filter' | 'showsPayloads'>,
    private readonly writer: StreamWriter,
    /** Ends this stream because of an error. */
    private readonly fail: (error: unknown) => void,
    /** Called once, before the first arguments or results are sent. */
    beforePayloads?: () => void,
  ) {
    const { batchFrames, stats, views, log } = source;
    this.#view = views.take(filter, showsPayloads);
    // The position is taken at once: everything that is committed from now on comes after it.
    this.#cursor = new StreamCursor(this.#view, writer, batchFrames, stats, log.last, beforePayloads);
  }

  /** Sends `hello`, then what the client asked for of the past. */
  async start({ after, replay = 0 }: Pick<StreamRequest, 'after' | 'replay'> = {}): Promise<void> {
    if (after !== undefined) await this.#resume(after);
    else if (replay > 0) await this.#replay(replay);
    else this.#greet(true);
    const { outage } = this.source.tail;
    if (outage) this.notify(outage);
    if (!this.#hasEnded) await this.#feed();
  }

  /** Takes what was committed since the last flush. What fails ends this stream and no other. */
  take(flush: Flush): void {
    try {
      this.#take(flush);
    } catch (error) {
      this.fail(error);
    }
  }

  #take(flush: Flush): void {
    const isNext = flush.after === this.#cursor.position;
    if (!isNext && this.#cursor.hasPassed(flush.last)) return;
    // The tail or the log has what lies between.
    const follows = flush.isConsecutive && (isNext || this.#cursor.hasPassed(flush.after));
    if (!follows || !this.#cursor.sendFlush(flush)) this.#fallBehind();
  }

  /** Tells the client of an event that is not committed yet. */
  notify(event: UncommittedEvent): void {
    if (!this.#hasEnded && this.writer.isRoomy) this.#cursor.sendNotice(event);
  }

  /** Keeps an idle connection open, also while the client catches up. */
  beat(): void {
    if (this.writer.isRoomy) this.#cursor.sendHeartbeat();
  }

  /** Resolves once the client has been sent everything that is committed, or has gone. */
  async toldAll(): Promise<void> {
    if (this.#isLive || this.#hasEnded) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onSettled = resolve;
    await promise;
  }

  /** The client has gone. Call it once. */
  end(): void {
    this.#hasEnded = true;
    this.#catchUp?.stop();
    this.source.leave(this);
    this.source.views.release(this.#view);
    this.#onSettled?.();
  }

  /** Sends `hello`, and the id to come back with. */
  #greet(complete: boolean, position = this.#cursor.position): void {
    this.#cursor.sendHello({ instance: this.source.instance(), complete }, position);
  }

  async #resume(requested: EventId): Promise<void> {
    const { log } = this.source;
    const position = await log.locate(requested);
    if (position.known) {
      if (this.#hasEnded) return;
      const { after = requested } = position;
      this.#cursor.moveTo(after);
      this.#greet(!this.#misses(after));
      return;
    }
    const missing = await missingBetween(log, requested, position.resumeAfter);
    if (this.#hasEnded) return;
    this.#cursor.moveTo(requested);
    this.#cursor.sendHello({ instance: this.source.instance(), complete: false });
    this.#cursor.sendGap(position.resumeAfter, missing);
  }

  async #replay(count: number): Promise<void> {
    const { log } = this.source;
    // One more: a client that is cut off before it has any of them comes back with the id before them.
    const read = await log.read({ limit: count + 1, filter: this.#view.filter });
    if (this.#hasEnded) return;
    const replayed = read.slice(-count);
    this.#greet(true, read.length > count ? read[0]?.id : log.start);
    this.#cursor.sendPage({ events: EncodedEvents.of(replayed), last: replayed.at(-1)?.id });
    this.#cursor.sendPosition();
  }

  async #feed(): Promise<void> {
    const catchUp = new CatchUp(this.source, this.#cursor, this.#view.filter, () => this.#goLive());
    this.#catchUp = catchUp;
    try {
      if (!(await catchUp.run())) this.#fallBehind();
    } catch (error) {
      this.fail(error);
    } finally {
      this.#catchUp = undefined;
    }
  }

  /** Whether events after a position could not be kept, and the tail does not hold them either. */
  #misses(position: EventId): boolean {
    const { log, tail } = this.source;
    return log.lostAfter(position) !== undefined && !tail.since(position);
  }

  /** The client has been sent everything that is committed: it takes flushes from now on. */
  #goLive(): void {
    this.#isLive = true;
    this.source.join(this);
    this.#onSettled?.();
  }

  #fallBehind(): void {
    this.#isLive = false;
    this.source.leave(this);
    this.writer.onceDrained(() => {
      if (!this.#hasEnded) void this.#feed();
    });
  }
}
