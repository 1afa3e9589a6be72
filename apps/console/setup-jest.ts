import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless/index.mjs';

/** jsdom has no layout, so sizes never change. */
class StillResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver = StillResizeObserver;

setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true });
