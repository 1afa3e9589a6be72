import { Component, computed, inject, input } from '@angular/core';

import type { FeedItem } from '../live/feed/feed-item.ts';
import { gapText } from '../picture/gap-text.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatPreciseTime } from '../time/times.ts';
import { Icon } from '../ui/icon.ts';
import { lookOf } from './event-look.ts';
import { textOf } from './event-text.ts';

/** One row of the feed. Its text changes only when a session list arrives, which may name the agent. */
@Component({
  selector: 'app-feed-row',
  imports: [Icon],
  templateUrl: './feed-row.html',
  styleUrl: './feed-row.css',
})
export class FeedRow {
  readonly item = input.required<FeedItem>();
  readonly #store = inject(LiveStore);

  /** Describes what the gap leaves out. */
  protected readonly gap = computed(() => {
    const item = this.item();
    return item.kind === 'gap' ? gapText(item.gap, Date.now()) : null;
  });
  protected readonly row = computed(() => {
    const item = this.item();
    if (item.kind === 'gap') return null;
    this.#store.listings();
    const { event } = item;
    const session = this.#store.session(event.sessionId);
    return {
      event,
      look: lookOf(event),
      text: textOf(event, session?.client.name),
      time: formatPreciseTime(event.timestamp),
      // Its own row names the agent already.
      agent: event.type.startsWith('session:') ? '' : (session?.client.name ?? event.sessionId),
    };
  });
}
