import { signal } from '@angular/core';
import { compareEventIds, type EventId } from '#contract';

import type { FeedItem, Gap } from '../live/feed/feed-item.ts';

/** A gap in the stream that the admin has not dismissed yet. */
export interface GapNotice extends Gap {
  /** The feed's row that marks the gap, as the number of rows added before it. */
  row: number;
}

/** A recovery of the log that the admin has not dismissed yet. */
export interface RecoveryNotice {
  durationMs: number;
  /** Number of lost events; null if unknown. */
  lost: number | null;
  /** When the console learned of it, in milliseconds since 1970 by this machine's clock. */
  receivedAt: number;
}

/** What the rows of the feed tell the admin beyond the feed. Rows from before the tab was opened tell nothing. */
export class StreamNotices {
  readonly #gap = signal<GapNotice | null>(null);
  readonly #recovery = signal<RecoveryNotice | null>(null);

  readonly gap = this.#gap.asReadonly();
  readonly recovery = this.#recovery.asReadonly();

  /** Takes a new row. `row` is the number of rows before it, `since` the position at which the tab was opened. */
  note(item: FeedItem, row: number, since: EventId): void {
    if (item.kind === 'gap') {
      if (!item.gap.inLog && compareEventIds(item.gap.upTo, since) > 0) this.#gap.set({ ...item.gap, row });
      return;
    }
    const { event } = item;
    if (compareEventIds(event.id, since) <= 0) return;
    if (event.type === 'log:degraded') this.#recovery.set(null);
    if (event.type === 'log:recovered') this.#recovery.set({ ...event.data, receivedAt: Date.now() });
  }

  dismissGap(): void {
    this.#gap.set(null);
  }

  dismissRecovery(): void {
    this.#recovery.set(null);
  }
}
