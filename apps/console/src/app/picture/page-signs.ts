import { DOCUMENT } from '@angular/common';
import { DestroyRef, inject, Injectable } from '@angular/core';

/** What the browser tells about the page and the network, for the connection. */
export interface PageListener {
  /** The page is seen again, or no longer. */
  show(isVisible: boolean): void;
  /** The network is back. */
  online(): void;
  /** The page closes, or goes to sleep for a way back to it. */
  leave(): void;
  /** The page is back from that sleep. */
  comeBack(): void;
}

/** Tells a listener when the page is hidden, shown, left and taken up again, and when the network is back. */
@Injectable({ providedIn: 'root' })
export class PageSigns {
  readonly #document = inject(DOCUMENT);
  readonly #destroyRef = inject(DestroyRef);

  get isVisible(): boolean {
    return this.#document.visibilityState !== 'hidden';
  }

  listen(listener: PageListener): void {
    const window = this.#document.defaultView as Window;
    this.#on(this.#document, 'visibilitychange', () => listener.show(this.isVisible));
    this.#on(window, 'online', () => listener.online());
    this.#on(window, 'pagehide', () => listener.leave());
    this.#on(window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) listener.comeBack();
    });
  }

  #on(target: EventTarget, type: string, act: (event: Event) => void): void {
    target.addEventListener(type, act);
    this.#destroyRef.onDestroy(() => target.removeEventListener(type, act));
  }
}
