import { Component, computed, inject, output } from '@angular/core';

import { CopyButton } from '../../../ui/copy-button.ts';
import { DialogHead } from '../../../ui/dialogs/dialog-head.ts';
import { ModalDialog } from '../../../ui/dialogs/modal-dialog.ts';
import { ShownConnection } from '../shown-connection.ts';
import { DiagnosticFacts } from './diagnostic-facts.ts';

/**
 * A dialog with the details of the live picture: an account of every event, and the states of connection, log and
 * lists.
 */
@Component({
  selector: 'app-diagnostics',
  imports: [CopyButton, DialogHead, ModalDialog],
  templateUrl: './diagnostics.html',
  styleUrl: './diagnostics.css',
})
export class Diagnostics {
  readonly closed = output();
  readonly #facts = inject(DiagnosticFacts);
  readonly #connection = inject(ShownConnection).text;

  protected readonly sum = this.#facts.sum;
  protected readonly facts = computed(() => [
    { name: 'Connection', value: this.#connection().text },
    ...this.#facts.facts(),
  ]);
  protected readonly text = computed(() =>
    [...this.sum().map(({ name, text }) => `${name}: ${text}`), ...this.facts().map(lineOf)].join('\n'),
  );
}

function lineOf({ name, value }: { name: string; value: string }): string {
  return `${name}: ${value}`;
}
