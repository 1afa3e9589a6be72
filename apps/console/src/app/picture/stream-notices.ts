import { signal } from '@angular/core';
import { compareEventIds, type EventId } from '#contract';

import type { FeedItem, Gap } from '../live/feed/feed-item.ts';

/** A gap in the stream that the admin has not dismissed yet. */
export interface GapNotice extends Gap {
  /** The row of the gap in the feed, as the number of rows added before it. */
  row: number;
}

/** A recovery of the log that the admin has not dismissed yet. */
export interface RecoveryNotice {
  durationMs: number;
  /** Number of lost events; null if unknown. */
  lost: number | null;
  /** When the console received it, in milliseconds since 1970 on this machine's clock. */
  receivedAt: number;
}

/** The notices that follow from rows of the feed. Rows from before the tab was opened cause none. */
export class StreamNotices {
  readonly #gap = signal<GapNotice | null>(null);
  readonly #recovery = signal<RecoveryNotice | null>(null);

  readonly gap = this.#gap.asReadonly();
  readonly recovery = this.#recovery.asReadonly();
  readonly #instanceChanges = signal(0);
  /** Number of instances that have joined or left. */
  readonly instanceChanges = this.#instanceChanges.asReadonly();

  readonly #alertChanges = signal(0);
  /** Number of events about alerts. */
  readonly alertChanges = this.#alertChanges.asReadonly();

  /** Processes a new row. `row` is the number of rows before it, `since` the position when the tab was opened. */
  note(item: FeedItem, row: number, since: EventId): void {
    if (item.kind === 'gap') {
      if (!item.gap.inLog && compareEventIds(item.gap.upTo, since) > 0) this.#gap.set({ ...item.gap, row });
      return;
    }
    const { event } = item;
    if (compareEventIds(event.id, since) <= 0) return;
    if (event.type === 'instance:up' || event.type === 'instance:down')
      this.#instanceChanges.update((count) => count + 1);
    if (event.type.startsWith('alert:')) this.#alertChanges.update((count) => count + 1);
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
