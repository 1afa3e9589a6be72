import { Injectable } from '@angular/core';

import { reachedRole } from './reached-role.ts';

/** Whether the signed-in admin may see the audit trail, and the arguments and results of calls: all that auditors may. */
@Injectable({ providedIn: 'root' })
export class AuditorRight {
  readonly isHeld = reachedRole('auditor');
}
