import type { EventId, StatsSnapshot } from '#contract';
import { CatchUp, type History } from './catch-up.ts';
import type { Flush } from './flush.ts';
import type { StreamRequest } from './stream-request.ts';
import type { StreamWriter } from './stream-writer.ts';
import { ToldClient } from './told-client.ts';

/** What a subscriber reads from, and whom it tells where it stands. */
export interface StreamSource extends History {
  instance: string;
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
  readonly #client: ToldClient;
  readonly #catchUp: CatchUp;
  #isLive = false;
  #ended = false;

  constructor(
    private readonly source: StreamSource,
    private readonly request: StreamRequest,
    private readonly writer: StreamWriter,
  ) {
    // The position is taken at once: whatever is committed from now on comes after it.
    this.#client = new ToldClient(request.filter, writer, source.snapshot, source.log.last);
    this.#catchUp = new CatchUp(source, this.#client, () => this.#goLive());
  }

  /** Greets the client and begins to feed it. */
  async start(): Promise<void> {
    const { instance, log } = this.source;
    const { after, replay, filter } = this.request;
    const position = after === undefined ? { known: true as const } : await log.locate(after);
    const replayed = after === undefined && replay ? await log.read({ limit: replay, filter }) : [];
    if (this.#ended) return;
    const complete = position.known && (after === undefined || !this.#misses(after));
    this.#client.greet({ instance, complete }, after ?? this.#client.position);
    if (!position.known) this.#client.reportGap(position.resumeAfter);
    this.#client.tellEvents(replayed);
    await this.#feed();
  }

  /** Takes what was committed since the last flush. */
  take(flush: Flush): void {
    const isNext = flush.after === this.#client.position;
    if (!isNext && this.#client.hasPassed(flush.last)) return;
    // Where something lies between that it has not seen, the tail or the log has it.
    const follows = isNext || this.#client.hasPassed(flush.after);
    if (!follows || !this.#client.tellFlush(flush)) this.#fallBehind();
  }

  /** Keeps intermediaries from closing an idle connection; lets go of a client that has stopped reading. */
  beat(): void {
    if (this.writer.isStalled()) this.writer.drop();
    else if (this.#isLive) this.#client.beat();
  }

  end(): void {
    this.#ended = true;
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
      if (!this.#ended) void this.#feed();
    });
  }
}
