import { DestroyRef, Directive, ElementRef, inject, signal } from '@angular/core';

import { Bubbles } from './bubbles.ts';
import { CutTexts, isCut } from './cut-texts.ts';

/** What the focus reaches by itself. */
const FOCUSABLE = 'a, button, [tabindex]';

/**
 * Cuts a text that is too long for its place, and shows it in full to a pointer that rests on it, to a tap, and to the
 * focus: a cut text can be reached with the keyboard.
 */
@Directive({
  selector: '[appWhole]',
  host: {
    class: 'cut',
    '[attr.tabindex]': "isStop() ? '0' : null",
    '(pointerenter)': 'point($event)',
    '(pointerleave)': 'leave($event.relatedTarget)',
    '(focusin)': 'show()',
    '(focusout)': 'leave(null)',
  },
})
export class WholeText {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #bubbles = inject(Bubbles);
  /** Whether the text is cut and nothing in it can have the focus. */
  protected readonly isStop = signal(false);

  constructor() {
    const isOfItself = this.#host.matches(FOCUSABLE);
    const watched = inject(CutTexts).watch(this.#host, (isCut) =>
      this.isStop.set(isCut && !isOfItself && !this.#host.querySelector(FOCUSABLE)),
    );
    inject(DestroyRef).onDestroy(() => {
      watched();
      this.leave(null);
    });
  }

  protected show(): void {
    if (isCut(this.#host)) this.#bubbles.show(this.#host);
  }

  protected leave(to: EventTarget | null): void {
    this.#bubbles.leave(this.#host, to);
  }

  // A finger gives the focus.
  protected point({ pointerType }: PointerEvent): void {
    if (pointerType !== 'touch' && isCut(this.#host)) this.#bubbles.showSoon(this.#host);
  }
}
