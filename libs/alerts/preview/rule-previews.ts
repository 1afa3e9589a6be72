import { Inject, Injectable } from '@nestjs/common';
import type { AlertPreview, AlertRule } from '#contract';
import { EventLog, readSlices } from '#events';
import { SessionDirectory } from '#sessions';
import { StatsProjection } from '#stats';
import { previewRunning } from '../commands/alert-errors.ts';
import { newestEvents } from './newest-events.ts';
import { PastPicture } from './past-picture.ts';
import { PREVIEW_BOUNDS, type PreviewBounds } from './preview-bounds.ts';
import { PreviewFold } from './preview-fold.ts';

/** How far a preview looks back, in milliseconds. */
const SPAN_MS = 86_400_000;

/** Tries rules on the events of the last day: on the newest ones, if there are too many. */
@Injectable()
export class RulePreviews {
  #isRunning = false;

  constructor(
    private readonly log: EventLog,
    private readonly directory: SessionDirectory,
    private readonly stats: StatsProjection,
    @Inject(PREVIEW_BOUNDS) private readonly bounds: PreviewBounds,
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
    const deadline = performance.now() + this.bounds.ms;
    const since = new Date(now - SPAN_MS).toISOString();
    const upTo = this.log.last;
    const { after, isAll } = await newestEvents(this.log, { since, most: this.bounds.events });
    const fold = new PreviewFold(rule, this.#picture());
    let isInTime = true;
    for await (const slice of readSlices(this.log, { after, upTo, filter: { from: since } })) {
      for (const { event } of slice) fold.apply(event);
      isInTime = performance.now() < deadline;
      if (!isInTime) break;
    }
    if (isInTime && fold.events > 0) fold.passTo(now);
    return {
      from: isAll ? since : new Date(fold.began).toISOString(),
      to: new Date(isInTime ? now : fold.now).toISOString(),
      complete: isAll && isInTime,
      ...fold.result,
    };
  }

  #picture(): PastPicture {
    return new PastPicture(this.stats.stuckMs, (sessionId) => this.directory.findSession(sessionId));
  }
}
