import type { EventId, StatsSnapshot } from '#contract';
import { EncodedEvents, missingBetween } from '#events';
import type { BatchFrames } from '../framing/shared-frames.ts';
import type { StreamRequest } from '../stream-request.ts';
import { CatchUp, type History } from './catch-up.ts';
import type { Flush } from './flush.ts';
import { StreamCursor } from './stream-cursor.ts';
import type { StreamWriter } from './stream-writer.ts';

/** What a subscriber reads from, and the feed that it joins and leaves. */
export interface StreamSource extends History {
  instance: string;
  batchFrames: BatchFrames;
  /** Returns a fresh snapshot of what the subscriber may see. */
  snapshot: () => StatsSnapshot;
  /** The subscriber has caught up: it takes flushes from now on. */
  join: (subscriber: StreamSubscriber) => void;
  /** The subscriber takes no more flushes. */
  leave: (subscriber: StreamSubscriber) => void;
  fail: (error: unknown) => void;
}

/**
 * One client of the stream: a cursor into shared history, and no queue. It is sent what the tail or the log holds
 * until it has caught up, and then takes every flush. When its socket is full it leaves the feed, and catches up
 * from its cursor once the socket has drained.
 */
export class StreamSubscriber {
  readonly #cursor: StreamCursor;
  readonly #catchUp: CatchUp;
  #isLive = false;
  #hasEnded = false;

  constructor(
    private readonly source: StreamSource,
    private readonly request: StreamRequest,
    private readonly writer: StreamWriter,
  ) {
    const { batchFrames, snapshot, log } = source;
    // The position is taken at once: everything that is committed from now on comes after it.
    this.#cursor = new StreamCursor(request.filter, writer, batchFrames, snapshot, log.last);
    this.#catchUp = new CatchUp(source, this.#cursor, () => this.#goLive());
  }

  /** Sends `hello`, then what the client asked for of the past. */
  async start(): Promise<void> {
    const { instance, log } = this.source;
    const { after, replay, filter } = this.request;
    const position = after === undefined ? { known: true as const } : await log.locate(after);
    const replayed = after === undefined && replay ? await log.read({ limit: replay, filter }) : [];
    const missing =
      after === undefined || position.known
        ? undefined
        : await missingBetween(log, after, position.resumeAfter);
    if (this.#hasEnded) return;
    const complete = position.known && (after === undefined || !this.#misses(after));
    this.#cursor.sendHello({ instance, complete }, after ?? this.#cursor.position);
    if (!position.known && missing) this.#cursor.sendGap(position.resumeAfter, missing);
    this.#cursor.sendPage({ events: EncodedEvents.of(replayed), last: replayed.at(-1)?.id });
    await this.#feed();
  }

  /** Takes what was committed since the last flush. What fails ends this stream and no other. */
  take(flush: Flush): void {
    try {
      this.#take(flush);
    } catch (error) {
      this.source.fail(error);
    }
  }

  #take(flush: Flush): void {
    const isNext = flush.after === this.#cursor.position;
    if (!isNext && this.#cursor.hasPassed(flush.last)) return;
    // The tail or the log has what lies between.
    const follows = isNext || this.#cursor.hasPassed(flush.after);
    if (!follows || !this.#cursor.sendFlush(flush)) this.#fallBehind();
  }

  /** Keeps proxies from closing an idle connection, and disconnects a client that has stopped reading. */
  beat(): void {
    if (this.writer.isStalled()) this.writer.drop();
    else if (this.#isLive) this.#cursor.sendHeartbeat();
  }

  end(): void {
    this.#hasEnded = true;
    this.#catchUp.stop();
    this.source.leave(this);
  }

  async #feed(): Promise<void> {
    try {
      if (!(await this.#catchUp.run())) this.#fallBehind();
    } catch (error) {
      this.source.fail(error);
    }
  }

  /** Whether events after a position could not be kept, and the tail does not hold them either. */
  #misses(position: EventId): boolean {
    const { log, tail } = this.source;
    return log.lostAfter(position) !== undefined && !tail.since(position);
  }

  #goLive(): void {
    this.#isLive = true;
    this.source.join(this);
  }

  #fallBehind(): void {
    this.#isLive = false;
    this.source.leave(this);
    this.writer.onceDrained(() => {
      if (!this.#hasEnded) void this.#feed();
    });
  }
}
