import { Component, computed, inject, input } from '@angular/core';
import type { CallId, EventOf } from '#contract';

import type { FeedItem, Gap } from '../../live/feed/feed-item.ts';
import { AgentNames } from '../../agents/agent-names.ts';
import { gapText } from '../../picture/gap-text.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { formatRunning } from '../../time/durations.ts';
import { exactTime, formatPreciseWhen } from '../../time/when.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { TimeScope, type TimeRange } from '../../view/time-scope.ts';
import { lookOf, RUNNING } from '../event-look.ts';
import { textOf } from '../event-text.ts';

/** One row of the feed. Its text changes when a call ends, and when the agent is known. */
@Component({
  selector: 'app-feed-row',
  imports: [Icon],
  templateUrl: './feed-row.html',
  styleUrl: './feed-row.css',
})
export class FeedRow {
  readonly item = input.required<FeedItem>();
  /** When what the row stands for happened or began. */
  readonly at = input('');
  /** The call whose beginning this is, while no end of it is known. */
  readonly openCall = input<CallId | null>(null);
  readonly progress = input<EventOf<'tool:progress'> | null>(null);
  readonly #store = inject(LiveStore);
  readonly #agents = inject(AgentNames);
  readonly #time = inject(PictureTime);
  readonly #scope = inject(TimeScope);

  readonly #isRunning = computed(() => {
    const openCall = this.openCall();
    return openCall !== null && this.#store.totals() !== null && this.#store.isRunning(openCall);
  });
  /** What the gap leaves out, and the range of time that shows it from the log, if the log has it. */
  protected readonly gap = computed(() => {
    const item = this.item();
    return item.kind === 'gap' ? { text: gapText(item.gap, Date.now()), range: rangeOf(item.gap) } : null;
  });
  protected readonly row = computed(() => {
    const item = this.item();
    if (item.kind === 'gap') return null;
    const { event } = item;
    const client = this.#agents.find(event.sessionId)?.name;
    const isRunning = this.#isRunning();
    return {
      look: isRunning ? RUNNING : lookOf(event),
      text: { ...textOf(event, client), ...(isRunning && this.#progressText()) },
      at: this.at() || event.timestamp,
      // Its own row names the agent already.
      agent: event.type.startsWith('session:') ? '' : this.#agents.nameOf(event.sessionId),
    };
  });
  /** When what the row stands for happened or began. */
  protected readonly when = computed(() => {
    const at = this.row()?.at ?? '';
    return { text: formatPreciseWhen(at, this.#time.second), exact: exactTime(at) };
  });
  /** How long the call of this row has been running; null if it does not. */
  protected readonly age = computed(() => {
    const item = this.item();
    if (item.kind === 'gap' || !this.#isRunning()) return null;
    return formatRunning(this.#time.now() - Date.parse(item.event.timestamp));
  });

  protected showRange(range: TimeRange): void {
    this.#scope.choose({ kind: 'range', ...range });
  }

  #progressText(): { detail: string } | undefined {
    const progress = this.progress();
    if (!progress) return undefined;
    const { detail, measure } = textOf(progress, undefined);
    return { detail: detail === '' ? measure : `${measure}, ${detail}` };
  }
}

function rangeOf({ inLog, from, to }: Gap): TimeRange | null {
  return inLog && from !== null && to !== null ? { from: Date.parse(from), to: Date.parse(to) + 1 } : null;
}
