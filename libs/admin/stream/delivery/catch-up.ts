import { setImmediate } from 'node:timers/promises';
import { compareEventIds, type EventFilter, type EventId } from '#contract';
import { missingBetween, type EventBatch, type EventLog, type EventTail } from '#events';
import type { StreamCursor } from './stream-cursor.ts';

/** Number of batches that are filtered in one turn of the event loop, which takes a few milliseconds. */
const FILTERED_BATCHES = 8;

/** Where past events are read from: the newest from the tail, all of them from the log. */
export interface History {
  log: EventLog;
  tail: EventTail;
}

/** Sends a client what the tail and the log hold after its position, page by page. */
export class CatchUp {
  #isStopped = false;

  constructor(
    private readonly history: History,
    private readonly cursor: StreamCursor,
    private readonly filter: EventFilter,
    /** Called in the turn of the event loop in which the client has caught up: nothing is committed in between. */
    private readonly caughtUp: () => void,
  ) {}

  /** Resolves with false when the client should be sent no more for now and has not caught up. */
  async run(): Promise<boolean> {
    const { log, tail } = this.history;
    while (!this.#isStopped && !this.cursor.hasPassed(log.last)) {
      const batches = tail.since(this.cursor.position);
      const portion = this.#portionOf(batches);
      const isRoomy = portion ? this.cursor.sendBatches(portion) : await this.#sendPage();
      if (!isRoomy) return false;
      // Others get their turn before the rest.
      if (portion !== batches) await setImmediate();
    }
    if (!this.#isStopped) this.caughtUp();
    return true;
  }

  /** The client has gone: nothing more is sent, and `caughtUp` is not called. */
  stop(): void {
    this.#isStopped = true;
  }

  /** The batches to send in this turn of the event loop: of many that are filtered only the first ones. */
  #portionOf(batches: EventBatch[] | undefined): EventBatch[] | undefined {
    const isMany = batches && this.cursor.isFiltered && batches.length > FILTERED_BATCHES;
    return isMany ? batches.slice(0, FILTERED_BATCHES) : batches;
  }

  async #sendPage(): Promise<boolean> {
    const { cursor } = this;
    const { log } = this.history;
    const end = this.#nextEnd();
    const page = await log.readPage({ after: cursor.position, upTo: end, filter: this.filter });
    if (this.#isStopped) return true;
    // Retention has overtaken the client: the page may begin after a gap.
    if (!cursor.hasPassed(log.start)) return this.#sendGap(log.start);
    // A gap that has opened during the read may lie within the page: it is read again up to there.
    if (this.#nextEnd(end) !== end) return true;
    const isRoomy = cursor.sendPage(page);
    if (page.isFull) return isRoomy;
    cursor.advance(end);
    const lost = log.lostAfter(end);
    if (lost?.after === end) await this.#sendGap(lost.last);
    return isRoomy;
  }

  async #sendGap(resumedAfter: EventId): Promise<true> {
    const { cursor } = this;
    const missing = await missingBetween(this.history.log, cursor.position, resumedAfter);
    if (!this.#isStopped) cursor.sendGap(resumedAfter, missing);
    return true;
  }

  /** How far pages are read for now: to the next events that could not be kept, or to `last`. */
  #nextEnd(last: EventId = this.history.log.last): EventId {
    const lost = this.history.log.lostAfter(this.cursor.position);
    return lost && compareEventIds(lost.after, last) < 0 ? lost.after : last;
  }
}
