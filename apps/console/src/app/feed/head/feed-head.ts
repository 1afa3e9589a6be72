import { Component, computed, inject, input, output } from '@angular/core';

import { FEED_CAPACITY, LiveStore } from '../../picture/live-store.ts';
import { formatMoment } from '../../time/times.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { formatCount } from '../../ui/numbers.ts';
import { TimeScope } from '../../view/time-scope.ts';
import { UrlState } from '../../view/url-state.ts';
import { ExportMenu } from './export-menu.ts';
import { FeedChoice } from '../rows/feed-choice.ts';
import { FeedList } from '../past/feed-list.ts';
import { CALL_ROWS } from '../feed-parameters.ts';

/** The head of the feed: how many rows there are and what bounds them, and how they are shown. */
@Component({
  selector: 'app-feed-head',
  imports: [ExportMenu, Icon],
  templateUrl: './feed-head.html',
  styleUrl: './feed-head.css',
  host: { class: 'part-head' },
})
export class FeedHead {
  /** What else there is to say; empty if there is nothing. */
  readonly note = input('');
  readonly togglePause = output();
  readonly #store = inject(LiveStore);
  readonly #list = inject(FeedList);
  readonly #choice = inject(FeedChoice);
  readonly #scope = inject(TimeScope);
  readonly #url = inject(UrlState);

  protected readonly apart = this.#choice.apart;
  protected readonly sessionsProblem = this.#store.sessionsProblem;
  protected readonly range = this.#choice.range;
  /** The space bar plays a replay, or pauses it. */
  protected readonly isReplay = computed(() => this.#scope.choice().kind === 'replay');
  protected readonly isPaused = computed(() => this.#list.held() !== null);
  protected readonly counts = computed(() => {
    const range = this.range();
    return range ? this.#rangeText(range) : this.#liveText();
  });

  protected showApart(apart: boolean): void {
    this.#url.set(CALL_ROWS, apart ? 'apart' : 'folded');
  }

  #liveText(): string {
    const { added, size } = this.#store.feed();
    const { live, past } = this.#list.rowCounts();
    const bound = added > size ? `, the last ${formatCount(FEED_CAPACITY)} kept` : '';
    const older = past > 0 ? `, ${formatCount(past)} older ${past === 1 ? 'row' : 'rows'} from the log` : '';
    return `${rowsText(live)} of ${formatCount(added)} events received${bound}${older}`;
  }

  #rangeText({ from, to }: { from: number; to: number }): string {
    const [first, last] = [from, to].map((at) => formatMoment(new Date(at).toISOString(), Date.now()));
    const isAll =
      this.#list.past().newer().state === 'reached' && this.#list.past().older().state === 'reached';
    return `${rowsText(this.#list.rowCounts().past)}${isAll ? '' : ' read'} from ${first} to ${last}`;
  }
}

function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${formatCount(rows)} rows`;
}
