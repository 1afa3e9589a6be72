import { DestroyRef, inject } from '@angular/core';

/** A size that has not changed for this many milliseconds has settled. */
const SETTLED_MS = 150;

/**
 * Returns a function that observes the size of an element: `changed` is called at once for the first size, and then each
 * time the size has settled. While a panel opens or a window is dragged, costly contents are thus drawn once. Call it
 * where dependencies can be injected; the observation ends with the component.
 */
export function settledSizes(changed: () => void): (element: Element) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    if (isFirst) changed();
    else timer = setTimeout(changed, SETTLED_MS);
    isFirst = false;
  });
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(timer);
    observer.disconnect();
  });
  return (element) => observer.observe(element);
}
