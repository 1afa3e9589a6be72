import { Injectable } from '@nestjs/common';
import type { AlertPreview, AlertRule } from '#contract';
import { EventLog, readSlices } from '#events';
import { SessionDirectory } from '#sessions';
import { StatsProjection } from '#stats';
import { previewRunning } from '../commands/alert-errors.ts';
import { PastPicture } from './past-picture.ts';
import { PreviewFold } from './preview-fold.ts';

/** How far a preview looks back, in milliseconds. */
const SPAN_MS = 86_400_000;
/** Maximum number of events that a preview looks at, and of milliseconds that it takes. */
const MAX_EVENTS = 500_000;
const MAX_MS = 5_000;

/** Tries rules on the events of the last day. */
@Injectable()
export class RulePreviews {
  #isRunning = false;

  constructor(
    private readonly log: EventLog,
    private readonly directory: SessionDirectory,
    private readonly stats: StatsProjection,
  ) {}

  /** What a rule would have done. Rejects with 409 while another one is tried, and with a `LogError`. */
  async of(rule: AlertRule): Promise<AlertPreview> {
    if (this.#isRunning) throw previewRunning();
    this.#isRunning = true;
    try {
      return await this.#fold(rule);
    } finally {
      this.#isRunning = false;
    }
  }

  async #fold(rule: AlertRule): Promise<AlertPreview> {
    const now = Date.now();
    const from = new Date(now - SPAN_MS).toISOString();
    const deadline = performance.now() + MAX_MS;
    const fold = new PreviewFold(rule, this.#picture());
    let [events, complete] = [0, true];
    for await (const slice of readSlices(this.log, {
      after: this.log.start,
      upTo: this.log.last,
      filter: { from },
    })) {
      for (const { event } of slice) fold.apply(event);
      events += slice.length;
      complete = events < MAX_EVENTS && performance.now() < deadline;
      if (!complete) break;
    }
    if (complete && events > 0) fold.passTo(now);
    const to = new Date(complete ? now : fold.now).toISOString();
    return { from, to, events, complete, ...fold.result };
  }

  #picture(): PastPicture {
    return new PastPicture(this.stats.stuckMs, (sessionId) => this.directory.findSession(sessionId));
  }
}
