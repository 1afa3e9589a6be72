import { compareEventIds, type EventId } from '#contract';
import type { EventLog, EventTail } from '#events';
import type { ToldClient } from './told-client.ts';

/** Where history is kept: the newest in the tail, all of it in the log. */
export interface History {
  log: EventLog;
  tail: EventTail;
}

/** Tells a client what the tail and the log hold after its position, page by page. */
export class CatchUp {
  #stopped = false;

  constructor(
    private readonly history: History,
    private readonly client: ToldClient,
    /** Called in the turn in which it has caught up: nothing is committed between. */
    private readonly caughtUp: () => void,
  ) {}

  /** Resolves with false when the client should be fed no more for now, and has not caught up. */
  async run(): Promise<boolean> {
    const { log, tail } = this.history;
    while (!this.#stopped && !this.client.hasPassed(log.last)) {
      const batches = tail.since(this.client.position);
      const roomy = batches ? this.client.tellBatches(batches) : await this.#tellPage();
      if (!roomy) return false;
    }
    if (!this.#stopped) this.caughtUp();
    return true;
  }

  /** The client has gone: nothing more is written, nor is it said to have caught up. */
  stop(): void {
    this.#stopped = true;
  }

  async #tellPage(): Promise<boolean> {
    const { client } = this;
    const { log } = this.history;
    const end = this.#nextEnd();
    const page = await log.readFrames({ after: client.position, upTo: end, filter: client.filter });
    if (this.#stopped) return true;
    // Retention has passed the client by: the page may begin after a hole.
    if (!client.hasPassed(log.start)) {
      client.reportGap(log.start);
      return true;
    }
    // A hole that has opened meanwhile may lie within the page: it is read again up to there.
    if (this.#nextEnd(end) !== end) return true;
    const roomy = client.tellPage(page);
    if (page.isFull) return roomy;
    client.advance(end);
    const hole = log.lostAfter(end);
    if (hole?.after === end) client.reportGap(hole.last);
    return roomy;
  }

  /** How far pages are read for now: to the next events that could not be kept, or to `last`. */
  #nextEnd(last: EventId = this.history.log.last): EventId {
    const hole = this.history.log.lostAfter(this.client.position);
    return hole && compareEventIds(hole.after, last) < 0 ? hole.after : last;
  }
}
