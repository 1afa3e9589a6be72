import { Component, computed, inject, output, signal, viewChild } from '@angular/core';
import { parseFilter } from '#contract';

import { DialogHead } from '../ui/dialogs/dialog-head.ts';
import { Icon } from '../ui/icons/icon.ts';
import { KeepFocus } from '../ui/focus/keep-focus.ts';
import { ModalDialog } from '../ui/dialogs/modal-dialog.ts';
import { ActiveFilter } from './active-filter.ts';
import { Notifications } from './notifications.ts';
import { SavedFilters, type SavedFilter } from './saved-filters.ts';

/** A dialog with the filters that are saved in this browser: applies them, removes them, and turns on notifications. */
@Component({
  selector: 'app-saved-filters-sheet',
  imports: [DialogHead, Icon, KeepFocus, ModalDialog],
  templateUrl: './saved-filters-sheet.html',
  styleUrl: './saved-filters-sheet.css',
})
export class SavedFiltersSheet {
  readonly closed = output();
  readonly #filter = inject(ActiveFilter);
  readonly #notifications = inject(Notifications);
  private readonly dialog = viewChild.required(ModalDialog);

  protected readonly saved = inject(SavedFilters);
  protected readonly problem = signal('');
  /** The current filter, if it can be saved. */
  protected readonly present = computed(() => {
    const text = this.#filter.isFaulty() ? '' : this.#filter.text();
    return text !== '' && !this.saved.has(text) ? text : '';
  });

  protected apply({ text }: SavedFilter): void {
    const parsed = parseFilter(text);
    if ('filter' in parsed) this.#filter.apply(parsed.filter.terms);
    this.dialog().close();
  }

  /** Turns notifications for a filter on or off. Turning them on needs the browser's permission. */
  protected async toggleNotify({ text, notifies }: SavedFilter, box: HTMLInputElement): Promise<void> {
    this.problem.set('');
    const isAllowed = notifies || (await this.#notifications.allow());
    if (!isAllowed)
      this.problem.set('The browser blocks notifications from this page. Allow them in its settings.');
    box.checked = isAllowed && !notifies;
    this.saved.notify(text, box.checked);
  }
}
