import {
  afterNextRender,
  Component,
  computed,
  inject,
  output,
  viewChild,
  type ElementRef,
} from '@angular/core';

import { CopyButton } from '../../ui/copy-button.ts';
import { DialogHead } from '../../ui/dialog-head.ts';
import { ShownConnection } from '../shown-connection.ts';
import { DiagnosticFacts } from './diagnostic-facts.ts';

/**
 * A dialog with the details of the live picture: an account of every event, and the states of connection, log and
 * lists.
 */
@Component({
  selector: 'app-diagnostics',
  imports: [CopyButton, DialogHead],
  templateUrl: './diagnostics.html',
  styleUrl: './diagnostics.css',
})
export class Diagnostics {
  readonly closed = output();
  readonly #facts = inject(DiagnosticFacts);
  readonly #connection = inject(ShownConnection).text;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly sum = this.#facts.sum;
  protected readonly facts = computed(() => [
    { name: 'Connection', value: this.#connection().text },
    ...this.#facts.facts(),
  ]);
  protected readonly text = computed(() =>
    [...this.sum().map(({ name, text }) => `${name}: ${text}`), ...this.facts().map(lineOf)].join('\n'),
  );

  constructor() {
    // The browser moves the focus when the dialog opens, so the content must be rendered first.
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }
}

function lineOf({ name, value }: { name: string; value: string }): string {
  return `${name}: ${value}`;
}
