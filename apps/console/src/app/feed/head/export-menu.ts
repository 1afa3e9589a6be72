import { Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core';

import { HistoryApi, type ExportFormat, type HistoryChoice } from '../../api/routes/history-api.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { ServerClock } from '../../view/server-clock.ts';
import { FeedChoice } from '../rows/feed-choice.ts';

/** How far back the shorter export of the live feed goes, in milliseconds. */
const HOUR_MS = 3_600_000;
const FORMATS: readonly ExportFormat[] = ['jsonl', 'csv'];

/** Exports what filter and time select, as files that the browser downloads while the server writes them. */
@Component({
  selector: 'app-export-menu',
  imports: [Icon],
  templateUrl: './export-menu.html',
  styleUrl: './export-menu.css',
  host: { '(keydown.escape)': 'close($event)', '(focusout)': 'leave($event)' },
})
export class ExportMenu {
  readonly #history = inject(HistoryApi);
  readonly #choice = inject(FeedChoice);
  private readonly menu = viewChild.required<ElementRef<HTMLDetailsElement>>('menu');
  readonly #clock = inject(ServerClock);
  readonly #openedAt = signal(this.#clock.now());

  protected readonly choices = computed(() => {
    const range = this.#choice.range();
    if (range) return [this.#linksOf('This range', range)];
    return [
      this.#linksOf('The last hour', { from: this.#openedAt() - HOUR_MS }),
      this.#linksOf('All that is kept', {}),
    ];
  });
  protected readonly isFiltered = this.#choice.isFiltered;

  protected toggled(): void {
    this.#openedAt.set(this.#clock.now());
  }

  protected close(event?: Event): void {
    const { nativeElement } = this.menu();
    if (!nativeElement.open) return;
    event?.stopPropagation();
    nativeElement.open = false;
    nativeElement.querySelector('summary')?.focus();
  }

  /** Closes the menu once the focus is elsewhere. */
  protected leave({ relatedTarget }: FocusEvent): void {
    const { nativeElement } = this.menu();
    if (relatedTarget instanceof Node && !nativeElement.contains(relatedTarget)) nativeElement.open = false;
  }

  #linksOf(name: string, time: HistoryChoice) {
    const choice = { ...time, filter: this.#choice.filter() };
    const links = FORMATS.map((format) => ({
      name: format.toUpperCase(),
      url: this.#history.exportUrl(choice, format),
      file: `crowsnest-events.${format}`,
    }));
    return { name, links };
  }
}
