import { signal } from '@angular/core';

/** The zones to choose from. */
export const TIME_ZONES = ['local', 'utc'] as const;
export type TimeZone = (typeof TIME_ZONES)[number];

const zone = signal<TimeZone>('local');

/** The zone of all times on the page. As a signal, it updates formatted times when it changes. */
export const timeZone = zone.asReadonly();

/** Writes times in a zone from now on. */
export function writeTimesIn(chosen: TimeZone): void {
  zone.set(chosen);
}
