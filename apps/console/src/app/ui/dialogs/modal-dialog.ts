import { afterNextRender, Directive, ElementRef, inject, output } from '@angular/core';

/** Opens a `<dialog>` as a modal one as soon as it is rendered. It emits `opened` when the focus can be moved. */
@Directive({ selector: 'dialog[appModal]', exportAs: 'modal' })
export class ModalDialog {
  readonly opened = output();
  readonly #element = inject<ElementRef<HTMLDialogElement>>(ElementRef).nativeElement;

  constructor() {
    // The browser moves the focus when the dialog opens, so the content must be rendered first.
    afterNextRender(() => {
      this.#element.showModal();
      this.opened.emit();
    });
  }

  /** Returns the focus to where it was before the dialog opened. */
  close(): void {
    this.#element.close();
  }
}
