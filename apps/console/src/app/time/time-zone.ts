import { inject, Injectable, signal } from '@angular/core';

import { BrowserStorage } from '../storage/browser-storage.ts';

/** The available zones. */
export const TIME_ZONES = ['local', 'utc'] as const;
export type TimeZone = (typeof TIME_ZONES)[number];

const STORAGE_KEY = 'crowsnest.time-zone';
const zone = signal<TimeZone>('local');

/** The zone of all times on the page. As a signal, it updates formatted times when it changes. */
export const timeZone = zone.asReadonly();

/** Selects the zone, and stores the choice in this browser. */
@Injectable({ providedIn: 'root' })
export class TimeZoneChoice {
  readonly #storage = inject(BrowserStorage);

  constructor() {
    const stored = this.#storage.read(STORAGE_KEY);
    zone.set(TIME_ZONES.find((one) => one === stored) ?? 'local');
  }

  choose(chosen: TimeZone): void {
    zone.set(chosen);
    this.#storage.write(STORAGE_KEY, chosen);
  }
}
