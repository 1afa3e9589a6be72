import { InjectionToken } from '@angular/core';

/** The browser's `fetch`: a token, so that tests answer in the server's place. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => globalThis.fetch.bind(globalThis),
});
