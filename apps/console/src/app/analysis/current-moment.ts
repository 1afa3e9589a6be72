import { computed, inject, type Signal } from '@angular/core';

import { PictureTime } from '../picture/picture-time.ts';
import { timeStyle } from '../time/page-choices.ts';

/** The picture's time for texts about moments: in whole minutes where they depend only on the current date. */
export function currentMoment(): Signal<number> {
  const { second } = inject(PictureTime);
  return computed(() =>
    timeStyle.value() === 'relative' ? second() : Math.floor(second() / 60_000) * 60_000,
  );
}
