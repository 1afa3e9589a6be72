import { Injectable } from '@angular/core';

/** Tells elements whether they are too narrow for their text. One observer serves all of them. */
@Injectable({ providedIn: 'root' })
export class CutTexts {
  readonly #told = new Map<Element, (isCut: boolean) => void>();
  readonly #observer = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#told.get(target)?.(isCut(target));
  });

  /** Calls `tell` with the first size of an element, and with each other one. Returns what ends that. */
  watch(element: Element, tell: (isCut: boolean) => void): () => void {
    this.#told.set(element, tell);
    this.#observer.observe(element);
    return () => {
      this.#told.delete(element);
      this.#observer.unobserve(element);
    };
  }
}

/** Whether an element is too narrow for its text. */
export function isCut({ scrollWidth, clientWidth }: Element): boolean {
  return scrollWidth > clientWidth;
}
