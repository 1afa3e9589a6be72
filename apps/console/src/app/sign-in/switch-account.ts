import { Component, inject, input, signal } from '@angular/core';
import type { AdminIdentity } from '#contract';

import { Identity, type OtherAccount } from '../identity/identity.ts';
import { LookoutMark } from '../ui/icons/lookout-mark.ts';

/** Asks whether to switch to the account of a sign-in link. */
@Component({
  selector: 'app-switch-account',
  imports: [LookoutMark],
  templateUrl: './switch-account.html',
  styleUrl: './sign-in.css',
})
export class SwitchAccount {
  readonly admin = input.required<AdminIdentity>();
  readonly other = input.required<OtherAccount>();
  readonly #identity = inject(Identity);

  protected readonly busy = signal(false);

  protected async change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.busy.set(true);
    await this.#identity.signIn(this.other().token);
  }

  protected stay(): void {
    this.#identity.stay(this.admin());
  }

  protected textOf({ name, role, tenantId }: AdminIdentity): string {
    return tenantId === null ? `${name} (${role})` : `${name} (${role} of ${tenantId})`;
  }
}
