import { computed, inject, type Signal } from '@angular/core';

import { PictureTime } from '../picture/picture-time.ts';

/** The time of the picture in whole minutes, for moments of which only the date depends on it. */
export function currentMinute(): Signal<number> {
  const { second } = inject(PictureTime);
  return computed(() => Math.floor(second() / 60_000) * 60_000);
}
