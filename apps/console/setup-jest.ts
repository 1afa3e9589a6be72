import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless/index.mjs';

/** jsdom has no layout, so sizes never change. */
class StillResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver = StillResizeObserver;

/** jsdom knows no media: each query is false, and stays so. */
globalThis.matchMedia = (media) =>
  Object.assign(new EventTarget(), { media, matches: false, onchange: null }) as unknown as MediaQueryList;

/** Nothing is out of view where nothing has a place. */
Element.prototype.scrollIntoView = () => undefined;

setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true });
