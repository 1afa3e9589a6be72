import { DOCUMENT } from '@angular/common';
import { DestroyRef, inject, Injectable } from '@angular/core';

/** Receives changes of the page and the network that concern the connection. */
export interface PageListener {
  /** The page has become visible or hidden. */
  show(isVisible: boolean): void;
  /** The network is back. */
  online(): void;
  /** The page is being closed or put into the back/forward cache. */
  leave(): void;
  /** The page was restored from the back/forward cache. */
  comeBack(): void;
}

/** Notifies a listener when the page is hidden, shown, left or restored, and when the network is back. */
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
