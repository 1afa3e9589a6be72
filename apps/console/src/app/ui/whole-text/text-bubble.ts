import { Component, DOCUMENT, ElementRef, inject } from '@angular/core';

/** Distance from the edges of the window, in pixels. */
const EDGE_PX = 8;

/** A text in full, beside the element that is too narrow for it. Programs that read the page have it from there. */
@Component({
  selector: 'app-text-bubble',
  template: '',
  styles: `
    :host {
      position: fixed;
      inset: auto;
      max-width: min(40rem, 100vw - 1rem);
      max-height: 40vh;
      padding: var(--space-1) var(--space-2);
      margin: 0;
      overflow: auto;
      color: var(--ink);
      overflow-wrap: anywhere;
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--round-small);
      box-shadow: var(--shadow);
    }
  `,
  host: { popover: 'manual', 'aria-hidden': 'true', '(pointerleave)': 'hide()' },
})
export class TextBubble {
  readonly #window = inject(DOCUMENT).defaultView as Window;
  readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  #shown = new AbortController();

  /** Shows the text of an element below it, or above it where there is no room. */
  show(owner: Element): void {
    this.hide();
    this.element.textContent = (owner.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
    this.element.showPopover();
    this.#place(owner.getBoundingClientRect());
    this.#hideWith('scroll', ({ target }) => target !== this.element);
    this.#hideWith('keydown', (event) => (event as KeyboardEvent).key === 'Escape');
  }

  hide(): void {
    this.#shown.abort();
    this.#shown = new AbortController();
    if (this.element.matches(':popover-open')) this.element.hidePopover();
  }

  #place(owner: DOMRect): void {
    const { innerWidth, innerHeight } = this.#window;
    const { width, height } = this.element.getBoundingClientRect();
    const left = Math.max(EDGE_PX, Math.min(owner.left, innerWidth - width - EDGE_PX));
    const isRoomBelow = owner.bottom + height + EDGE_PX <= innerHeight;
    const top = isRoomBelow ? owner.bottom : Math.max(EDGE_PX, owner.top - height);
    this.element.style.left = `${left}px`;
    this.element.style.top = `${top}px`;
  }

  #hideWith(type: string, isMeant: (event: Event) => boolean): void {
    const { signal } = this.#shown;
    const listener = (event: Event): void => {
      if (isMeant(event)) this.hide();
    };
    this.#window.addEventListener(type, listener, { capture: true, signal });
  }
}
