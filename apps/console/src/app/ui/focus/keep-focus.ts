import { afterEveryRender, Directive, DOCUMENT, ElementRef, inject, input } from '@angular/core';

/**
 * Keeps the focus within a part of the page whose elements move and disappear. A focused element that was moved gets the
 * focus back; if it was removed, the part itself gets the focus, or the element that is given. That must be focusable.
 * Of parts within each other the innermost one keeps it.
 */
@Directive({
  selector: '[appKeepFocus]',
  host: {
    'data-keeps-focus': '',
    '(document:focusin)': 'follow($event.target)',
    // A click elsewhere moves the focus on purpose.
    '(document:pointerdown)': 'follow($event.target)',
  },
})
export class KeepFocus {
  /** What gets the focus in place of a removed element; the host if it is empty. */
  readonly instead = input<HTMLElement | ''>('', { alias: 'appKeepFocus' });
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #document = inject(DOCUMENT);
  /** The element that has the focus, or had it when a dialog opened, and the innermost part that keeps it. */
  #held: { element: HTMLElement; keeper: Element | null } | null = null;

  constructor() {
    afterEveryRender({ write: () => this.#restore() });
  }

  protected follow(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement)) return;
    const dialog = target.closest('dialog');
    if (this.#host.contains(target) && (dialog === null || dialog.contains(this.#host))) {
      this.#held = { element: target, keeper: target.closest('[data-keeps-focus]') };
      // The browser gives the focus back when a dialog is closed, to what may have been removed meanwhile.
    } else if (!dialog) this.#held = null;
  }

  #restore(): void {
    if (!this.#held || this.#document.activeElement !== this.#document.body) return;
    const { element, keeper } = this.#held;
    if (keeper !== this.#host && keeper?.isConnected) return;
    (element.isConnected ? element : this.instead() || this.#host).focus({ preventScroll: true });
  }
}
