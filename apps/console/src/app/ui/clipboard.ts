import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/**
 * Copies texts, also over plain HTTP, where browsers offer no clipboard of their own. The text is selected in an open
 * dialog where there is one, because nothing else can be selected then.
 */
@Injectable({ providedIn: 'root' })
export class Clipboard {
  readonly #document = inject(DOCUMENT);

  /** Copies a text, and leaves the focus where it is. Returns whether that worked. */
  copy(text: string): boolean {
    const focused = this.#document.activeElement;
    const field = this.#fieldWith(text);
    (focused?.closest('dialog') ?? this.#document.body).append(field);
    field.select();
    // Deprecated without a successor that works over plain HTTP.
    const isCopied = this.#document.execCommand('copy');
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return isCopied;
  }

  #fieldWith(text: string): HTMLTextAreaElement {
    const field = this.#document.createElement('textarea');
    field.value = text;
    field.readOnly = true;
    field.ariaHidden = 'true';
    field.className = 'cdk-visually-hidden';
    return field;
  }
}
