import {
  Component,
  computed,
  DestroyRef,
  DOCUMENT,
  effect,
  inject,
  signal,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { parseFilter, printTerm, type FilterFault, type Term } from '#contract';

import { KeyBindings } from '../keys/key-bindings.ts';
import { DialogRequests } from '../ui/dialogs/dialog-requests.ts';
import { focusPage } from '../ui/focus/focus-page.ts';
import { Icon } from '../ui/icons/icon.ts';
import { DialogOutlet } from '../ui/parts/dialog-outlet.ts';
import type { DialogPart } from '../ui/parts/part.ts';
import { ActiveFilter } from './active-filter.ts';
import { RecentFilters } from './recent-filters.ts';
import { ShownSuggestions } from './shown-suggestions.ts';

const SAVED_FILTERS: DialogPart = {
  name: 'The list of saved filters',
  load: async () => (await import('./saved-filters-sheet.ts')).SavedFiltersSheet,
};

/** A fault with the faulty part of the text. */
interface ShownFault extends FilterFault {
  excerpt: string;
}

/**
 * Shows the terms of the filter as chips, with a field for the next one. The field completes keys and values. Invalid
 * text stays in the field, with the faulty part selected.
 */
@Component({
  selector: 'app-filter-bar',
  imports: [DialogOutlet, Icon],
  providers: [ShownSuggestions],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
})
export class FilterBar {
  readonly #filter = inject(ActiveFilter);
  readonly #recent = inject(RecentFilters);
  readonly #document = inject(DOCUMENT);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  protected readonly chips = computed(() => this.#filter.terms().map(chipOf));
  protected readonly faults = signal<readonly ShownFault[]>([]);
  protected readonly suggestions = inject(ShownSuggestions);
  protected readonly sheet = SAVED_FILTERS;
  /** Whether the dialog of saved filters is open. */
  protected readonly sheets = new DialogRequests();

  constructor() {
    inject(KeyBindings).bind(inject(DestroyRef), {
      keys: '/',
      does: 'Filter',
      run: () => this.field().nativeElement.focus(),
    });
    // A link may contain an invalid filter. Its text is shown with its faults, so that it can be corrected.
    effect(() => {
      const text = this.#filter.text();
      if (this.#filter.isFaulty()) untracked(() => this.#showFaults(text));
    });
  }

  protected open(): void {
    const { value, selectionStart } = this.field().nativeElement;
    this.suggestions.open(value, selectionStart ?? value.length);
  }

  protected typed(): void {
    this.faults.set([]);
    this.open();
  }

  protected press(event: KeyboardEvent): void {
    const acts = this.#actionOf(event);
    if (!acts) return;
    event.preventDefault();
    acts();
  }

  /** Accepts a suggestion, and keeps the focus in the field. */
  protected take(event: Event, index: number): void {
    event.preventDefault();
    this.#accept(index, true);
  }

  /** Moves a term back into the field to edit it. */
  protected edit(index: number): void {
    const term = this.#filter.terms()[index];
    if (!term) return;
    this.remove(index);
    this.#write(printTerm(term));
  }

  protected remove(index: number): void {
    this.#apply(this.#filter.terms().toSpliced(index, 1));
    this.field().nativeElement.focus();
  }

  protected clear(): void {
    this.#write('');
    this.#apply([]);
  }

  #actionOf({ key, isComposing }: KeyboardEvent): (() => void) | undefined {
    const { value, selectionEnd } = this.field().nativeElement;
    const { active, isOpen } = this.suggestions;
    if (isComposing) return undefined;
    switch (key) {
      case 'ArrowDown':
        return () => (isOpen() ? this.suggestions.step(1) : this.open());
      case 'ArrowUp':
        return () => this.suggestions.step(-1);
      case 'Enter':
        return () => (active() >= 0 ? this.#accept(active(), true) : this.#commit());
      case 'Tab':
        return active() >= 0 ? () => this.#accept(active(), false) : undefined;
      case 'Escape':
        return () => this.#leave();
      case 'Backspace': {
        const last = this.chips().length - 1;
        return value === '' && selectionEnd === 0 && last >= 0 ? () => this.edit(last) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Writes a suggestion into the field. Applies a complete term at once if `applies` is set. */
  #accept(index: number, applies: boolean): void {
    const suggestion = this.suggestions.list()[index];
    if (!suggestion) return;
    const { value } = this.field().nativeElement;
    const caret = suggestion.start + suggestion.insert.length;
    this.#write(value.slice(0, suggestion.start) + suggestion.insert + value.slice(suggestion.end), caret);
    if (applies && suggestion.isWhole) this.#commit();
  }

  /** Adds the text of the field to the filter, or shows its faults. */
  #commit(): void {
    const text = this.field().nativeElement.value;
    const parsed = parseFilter(text);
    if ('faults' in parsed) return this.#showFaults(text);
    this.#write('');
    this.suggestions.close();
    const { terms } = parsed.filter;
    // An empty text also removes an invalid filter from the URL.
    if (terms.length > 0 || this.#filter.isFaulty()) this.#apply([...this.#filter.terms(), ...terms]);
  }

  #apply(terms: readonly Term[]): void {
    this.#filter.apply(terms);
    this.#recent.remember(terms.map(printTerm).join(' '));
    this.faults.set([]);
  }

  #showFaults(text: string): void {
    const parsed = parseFilter(text);
    if (!('faults' in parsed)) return;
    const field = this.field().nativeElement;
    field.value = text;
    this.suggestions.close();
    this.faults.set(
      parsed.faults.map((fault) => ({
        ...fault,
        excerpt: text.slice(fault.position, fault.position + fault.length),
      })),
    );
    const [first] = parsed.faults;
    if (first) field.setSelectionRange(first.position, first.position + first.length);
  }

  /** Closes the suggestions, or leaves the field for the page if there are none. */
  #leave(): void {
    if (this.suggestions.isOpen()) this.suggestions.close();
    // The focus must go somewhere: if nothing has it, `KeepFocus` gives it back to the field.
    else focusPage(this.#document);
    this.faults.set([]);
  }

  #write(text: string, caret = text.length): void {
    const field = this.field().nativeElement;
    field.value = text;
    field.focus();
    field.setSelectionRange(caret, caret);
    this.typed();
  }
}

function chipOf(term: Term): { text: string; key: string; value: string } {
  const text = printTerm(term);
  const key = term.field === 'text' ? '' : text.slice(0, text.indexOf(':') + 1);
  return { text, key, value: text.slice(key.length) };
}
