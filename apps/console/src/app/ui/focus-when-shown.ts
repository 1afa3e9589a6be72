import { afterNextRender, Directive, ElementRef, inject } from '@angular/core';

/** Focuses an element as soon as it is rendered, in place of one that had the focus and is gone. */
@Directive({ selector: '[appFocusWhenShown]' })
export class FocusWhenShown {
  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender(() => nativeElement.focus());
  }
}
