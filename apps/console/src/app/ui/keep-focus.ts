import { afterEveryRender, Directive, DOCUMENT, ElementRef, inject, input } from '@angular/core';

/**
 * Keeps the focus within a list whose rows move and disappear. A focused element that was moved gets the focus back; if
 * it was removed, the list itself gets the focus, or the element that is given. That must be focusable.
 */
@Directive({
  selector: '[appKeepFocus]',
  host: {
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
  /** The element that has the focus, or had it when a dialog opened. */
  #held: HTMLElement | null = null;

  constructor() {
    afterEveryRender({ write: () => this.#restore() });
  }

  protected follow(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement)) return;
    if (this.#host.contains(target)) this.#held = target;
    else if (!target.closest('dialog')) this.#held = null;
  }

  #restore(): void {
    const held = this.#held;
    if (!held || this.#document.activeElement !== this.#document.body) return;
    (held.isConnected ? held : this.instead() || this.#host).focus({ preventScroll: true });
  }
}
