import { ApplicationRef, createComponent, DOCUMENT, inject, Injectable } from '@angular/core';

import { TextBubble } from './text-bubble.ts';

/** How long a pointer rests on a text before it is shown in full, in milliseconds. */
const REST_MS = 300;

/** The one bubble of the page, in which a cut text is shown in full. */
@Injectable({ providedIn: 'root' })
export class Bubbles {
  readonly #app = inject(ApplicationRef);
  readonly #body = inject(DOCUMENT).body;
  #bubble: TextBubble | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #owner: Element | undefined;

  show(owner: Element): void {
    clearTimeout(this.#timer);
    this.#owner = owner;
    this.#bubble ??= this.#create();
    this.#bubble.show(owner);
  }

  /** Shows the text of an element if the pointer rests on it. */
  showSoon(owner: Element): void {
    this.#owner = owner;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.show(owner), REST_MS);
  }

  /** Hides the bubble of an element, unless the pointer goes into it. */
  leave(owner: Element, to: EventTarget | null): void {
    if (owner !== this.#owner || (to && to === this.#bubble?.element)) return;
    clearTimeout(this.#timer);
    this.#owner = undefined;
    this.#bubble?.hide();
  }

  #create(): TextBubble {
    const created = createComponent(TextBubble, { environmentInjector: this.#app.injector });
    this.#app.attachView(created.hostView);
    this.#body.append(created.location.nativeElement as HTMLElement);
    return created.instance;
  }
}
