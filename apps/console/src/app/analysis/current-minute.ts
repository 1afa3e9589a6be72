import { computed, inject, type Signal } from '@angular/core';

import { PictureTime } from '../picture/picture-time.ts';

/** The picture's time in whole minutes, for texts that depend only on the current date. */
export function currentMinute(): Signal<number> {
  const { second } = inject(PictureTime);
  return computed(() => Math.floor(second() / 60_000) * 60_000);
}
