import { Injectable } from '@angular/core';

import { reachedRole } from './reached-role.ts';

/** Whether the signed-in admin may see the audit trail. */
@Injectable({ providedIn: 'root' })
export class TrailRight {
  readonly isHeld = reachedRole('auditor');
}
