import { InjectionToken } from '@angular/core';

/** The browser's `fetch`. Tests provide their own. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => globalThis.fetch.bind(globalThis),
});
