import { Component, computed, inject } from '@angular/core';

import { FeedJump } from '../../feed/feed-jump.ts';
import { LiveConnection } from '../../picture/connection/live-connection.ts';
import { gapText } from '../../picture/gap-text.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { Clock } from '../../time/clock.ts';
import { formatTime } from '../../time/times.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { formatCountdown } from '../../time/countdown.ts';

/** Shows that the state on screen is outdated, or that events are missing. */
@Component({
  selector: 'app-connection-notice',
  imports: [Icon],
  templateUrl: './connection-notice.html',
  styleUrl: './notice.css',
})
export class ConnectionNotice {
  readonly #live = inject(LiveConnection);
  readonly #feed = inject(FeedJump);
  readonly #clock = inject(Clock);
  protected readonly store = inject(LiveStore);

  protected readonly lost = computed(() => {
    const state = this.#live.state();
    if (state.phase !== 'waiting' && state.phase !== 'retrying') return null;
    return {
      cause: state.cause,
      stateOf: state.lostAt === null ? null : formatTime(state.lostAt),
      countdown: state.phase === 'waiting' ? formatCountdown(state.retryAt, this.#clock.now()) : null,
    };
  });

  protected readonly gap = computed(() => {
    const gap = this.store.gap();
    return gap && { row: gap.row, text: gapText(gap, Date.now()) };
  });

  protected showGap(row: number): void {
    this.#feed.jumpTo(row);
  }

  protected retry(): void {
    this.#live.retryNow();
  }
}
