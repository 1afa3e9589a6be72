import { Injectable } from '@angular/core';

import { reachedRole } from './reached-role.ts';

/** Whether the signed-in admin may see arguments and results. */
@Injectable({ providedIn: 'root' })
export class PayloadRight {
  readonly isHeld = reachedRole('auditor');
}
