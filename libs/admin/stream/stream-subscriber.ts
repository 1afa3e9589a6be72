import { takeWhile, type Subscription } from 'rxjs';
import { compareEventIds, isUnfiltered, matchesFilter, type EventId, type StatsSnapshot } from '#contract';
import type { EventBatch, EventLog, EventTail } from '#events';
import { batchFrames, eventFrames, gapFrame, HEARTBEAT, helloFrame } from './frames.ts';
import type { PacedResponse } from './paced-response.ts';
import type { StreamRequest } from './stream-request.ts';

/** Events that are read from the log at a time. */
const PAGE = 250;

/** Where a subscriber reads from. */
export interface StreamSource {
  instance: string;
  log: EventLog;
  tail: EventTail;
  /** A fresh snapshot of what the subscriber may see. */
  snapshot: () => StatsSnapshot;
}

/**
 * One client of the stream: a cursor into the log, and no queue. It is fed pages of the log until it
 * has caught up, then batches of the live tail as they come. When its socket is full it leaves the tail,
 * and once the socket has drained it catches up again from its cursor.
 */
export class StreamSubscriber {
  #cursor: EventId;
  #live: Subscription | undefined;
  #caughtUp = false;
  #ended = false;

  constructor(
    private readonly source: StreamSource,
    private readonly request: StreamRequest,
    private readonly response: PacedResponse,
    private readonly fail: (error: unknown) => void,
  ) {
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
    this.response.write(
      helloFrame({ instance, complete: position.known, filtered: !isUnfiltered(filter), stats }),
    );
    if (after !== undefined) this.#cursor = after;
    if (!position.known) this.#reportGap(position.resumeAfter);
    this.response.write(eventFrames(replayed));
    this.#advance(replayed.at(-1)?.id);
    await this.#feed();
  }

  /** Keeps intermediaries from closing an idle connection; lets go of a client that has stopped reading. */
  beat(): void {
    if (this.response.isStalled()) this.response.drop();
    else if (this.#caughtUp) this.response.write(HEARTBEAT);
  }

  end(): void {
    this.#ended = true;
    this.#live?.unsubscribe();
  }

  async #feed(): Promise<void> {
    try {
      if (await this.#catchUp()) this.#goLive();
      else this.#resumeWhenDrained();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Reads pages of the log until its end; false when the socket is full before that. */
  async #catchUp(): Promise<boolean> {
    const { log } = this.source;
    while (!this.#ended && compareEventIds(this.#cursor, log.last) < 0) {
      const { last } = log;
      const page = await log.read({ after: this.#cursor, limit: PAGE, filter: this.request.filter });
      if (this.#ended) return true;
      // Retention has passed the cursor by: the page may begin after a hole.
      if (compareEventIds(this.#cursor, log.start) < 0) {
        this.#reportGap(log.start);
        continue;
      }
      const roomy = this.response.write(eventFrames(page));
      if (page.length < PAGE) this.#advance(last);
      this.#advance(page.at(-1)?.id);
      if (!roomy) return false;
    }
    return true;
  }

  /** Follows the tail for as long as there is room, and nothing lies between it and the cursor. */
  #goLive(): void {
    if (this.#ended) return;
    this.#caughtUp = true;
    this.#live = this.source.tail.batches
      .pipe(takeWhile((batch) => this.#follow(batch)))
      .subscribe({ complete: () => this.#resumeWhenDrained() });
  }

  /** Takes one batch of the tail; false to leave the tail, for want of room or of what lies between. */
  #follow(batch: EventBatch): boolean {
    if (compareEventIds(batch.last, this.#cursor) <= 0) return true;
    if (compareEventIds(batch.after, this.#cursor) > 0) return false;
    const roomy = this.#writeBatch(batch);
    this.#advance(batch.last);
    return roomy;
  }

  #writeBatch(batch: EventBatch): boolean {
    const { filter } = this.request;
    if (batch.after === this.#cursor && isUnfiltered(filter)) return this.response.write(batchFrames(batch));
    const fresh = batch.events.filter(
      (logged) => compareEventIds(logged.id, this.#cursor) > 0 && matchesFilter(filter, logged.event),
    );
    return fresh.length === 0 || this.response.write(eventFrames(fresh));
  }

  #resumeWhenDrained(): void {
    this.#caughtUp = false;
    if (!this.#ended) this.response.onceDrained(() => void this.#feed());
  }

  #advance(to: EventId | undefined): void {
    if (to !== undefined && compareEventIds(to, this.#cursor) > 0) this.#cursor = to;
  }

  /** Says that what lies between the cursor and `resumedAfter` can no longer be told. */
  #reportGap(resumedAfter: EventId): void {
    const stats = this.source.snapshot();
    this.response.write(gapFrame({ requested: this.#cursor, resumedAfter, stats }));
    this.#cursor = resumedAfter;
  }
}
