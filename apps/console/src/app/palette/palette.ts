import {
  afterNextRender,
  Component,
  computed,
  inject,
  linkedSignal,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';

import { Icon } from '../ui/icon.ts';
import { PaletteActions, type PaletteAction } from './palette-actions.ts';

/** How many actions are listed at a time. */
const LISTED = 40;

/** One field that finds everything the console can do: pages, keys, filters, tools, clients and sessions. */
@Component({
  selector: 'app-palette',
  imports: [Icon],
  templateUrl: './palette.html',
  styleUrl: './palette.css',
})
export class Palette {
  readonly closed = output();
  readonly #actions = inject(PaletteActions).list();
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly words = signal('');
  protected readonly found = computed(() => matching(this.#actions, this.words()));
  protected readonly listed = computed(() => this.found().slice(0, LISTED));
  /** The action that the arrow keys have reached. Another search begins at the first one. */
  protected readonly active = linkedSignal({ source: this.words, computation: () => 0 });

  constructor() {
    // The browser moves the focus when it opens the dialog, so the content must exist by then.
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

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

  /** Closes the palette first: what the action opens takes the focus. */
  protected run(action: PaletteAction | undefined): void {
    if (!action) return;
    this.dialog().nativeElement.close();
    action.run();
  }

  #show(): void {
    const options = this.dialog().nativeElement.querySelectorAll('[role=option]');
    options[this.active()]?.scrollIntoView({ block: 'nearest' });
  }
}

/** The actions with all words in their label or kind, those that begin with the first word first. */
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
