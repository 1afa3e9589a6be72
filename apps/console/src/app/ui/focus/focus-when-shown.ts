import { afterNextRender, Directive, ElementRef, inject, input } from '@angular/core';

/** Focuses an element as soon as it is rendered, in place of one that had the focus and is gone. */
@Directive({ selector: '[appFocusWhenShown]' })
export class FocusWhenShown {
  /** Whether it is to be focused. */
  readonly isWanted = input(true, {
    alias: 'appFocusWhenShown',
    transform: (given: boolean | '') => given !== false,
  });

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender(() => {
      if (this.isWanted()) nativeElement.focus();
    });
  }
}
