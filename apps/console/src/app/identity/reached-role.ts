import { computed, inject, type Signal } from '@angular/core';
import { reachesRole, type AdminRole } from '#contract';

import { Identity } from './identity.ts';

/** Whether the signed-in admin may do what a role may. Must be called in an injection context. */
export function reachedRole(needed: AdminRole): Signal<boolean> {
  const identity = inject(Identity);
  return computed(() => {
    const state = identity.state();
    return state.step === 'signed-in' && reachesRole(state.admin.role, needed);
  });
}
