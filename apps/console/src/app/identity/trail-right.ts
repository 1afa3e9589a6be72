import { computed, inject, Injectable } from '@angular/core';
import { reachesRole } from '#contract';

import { Identity } from './identity.ts';

/** Whether the signed-in admin may see the audit trail. */
@Injectable({ providedIn: 'root' })
export class TrailRight {
  readonly #identity = inject(Identity);
  readonly isHeld = computed(() => {
    const state = this.#identity.state();
    return state.step === 'signed-in' && reachesRole(state.admin.role, 'auditor');
  });
}
