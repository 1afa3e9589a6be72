import {
  Component,
  computed,
  ElementRef,
  inject,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';

import { Icon } from '../ui/icons/icon.ts';
import { ModalDialog } from '../ui/dialogs/modal-dialog.ts';
import { PaletteActions, type PaletteAction } from './palette-actions.ts';

/** Maximum number of listed actions. */
const LISTED = 40;

/** A search field for everything in the console: pages, keys, filters, tools, clients and sessions. */
@Component({
  selector: 'app-palette',
  imports: [Icon, ModalDialog],
  templateUrl: './palette.html',
  styleUrl: './palette.css',
})
export class Palette {
  readonly closed = output();
  readonly #actions = inject(PaletteActions).list();
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly dialog = viewChild.required(ModalDialog);

  protected readonly words = signal('');
  protected readonly found = computed(() => matching(this.#actions, this.words()));
  protected readonly listed = computed(() => this.found().slice(0, LISTED));
  /** The index of the active action. A new search starts at the first one. */
  protected readonly active = linkedSignal({ source: this.words, computation: () => 0 });

  protected press(event: KeyboardEvent): void {
    const { length } = this.listed();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && length > 0) {
      this.active.update((at) => (at + step + length) % length);
      this.#show();
    } else if (event.key === 'Enter') this.run(this.listed()[this.active()]);
    else return;
    event.preventDefault();
  }

  /** Runs an action. Closes the palette first, so that the action can move the focus. */
  protected run(action: PaletteAction | undefined): void {
    if (!action) return;
    this.dialog().close();
    action.run();
  }

  #show(): void {
    const options = this.#host.querySelectorAll('[role=option]');
    options[this.active()]?.scrollIntoView({ block: 'nearest' });
  }
}

/**
 * Returns the actions that contain all words in their label or kind; those that begin with the first word come first.
 */
function matching(actions: readonly PaletteAction[], text: string): PaletteAction[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = actions.filter(({ label, kind }) => {
    const searched = `${label} ${kind}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
  const begins = ({ label }: PaletteAction): number =>
    label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1;
  return found.toSorted((one, other) => begins(one) - begins(other));
}
