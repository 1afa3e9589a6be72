import { signal } from '@angular/core';

/** How the page tells when something happened: by the time of day, or by the time passed since. */
export const TIME_STYLES = ['absolute', 'relative'] as const;
export type TimeStyle = (typeof TIME_STYLES)[number];

const style = signal<TimeStyle>('absolute');

/** The style of all lists and tables, as the zone is one for all of them. */
export const timeStyle = style.asReadonly();

/** Tells times in a style from now on. */
export function tellTimesAs(chosen: TimeStyle): void {
  style.set(chosen);
}
