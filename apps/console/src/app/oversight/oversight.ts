import { computed, inject, Injectable } from '@angular/core';
import { reachesRole, type AdminRole } from '#contract';

import { Identity } from '../identity/identity.ts';

/** What the signed-in admin may see and do of alerts. They belong to no tenant, so it takes an admin of all. */
@Injectable({ providedIn: 'root' })
export class Oversight {
  readonly #identity = inject(Identity);
  readonly #role = computed<AdminRole | null>(() => {
    const state = this.#identity.state();
    return state.step === 'signed-in' && state.admin.tenantId === null ? state.admin.role : null;
  });
  /** Whether alerts can be seen. */
  readonly isHeld = computed(() => this.#role() !== null);
  readonly maySilence = computed(() => this.#reaches('operator'));
  readonly maySetRules = computed(() => this.#reaches('admin'));

  #reaches(needed: AdminRole): boolean {
    const role = this.#role();
    return role !== null && reachesRole(role, needed);
  }
}
