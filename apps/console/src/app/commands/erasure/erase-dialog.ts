import { LiveAnnouncer } from '@angular/cdk/a11y';
import {
  Component,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { MAX_REASON } from '#contract';

import { ApiError } from '../../api/api-error.ts';
import { PayloadsApi } from '../../api/routes/payloads-api.ts';
import { Identity } from '../../identity/identity.ts';
import { FocusWhenShown } from '../../ui/focus/focus-when-shown.ts';
import { ModalDialog } from '../../ui/dialogs/modal-dialog.ts';
import { answerText } from '../command-answer.ts';
import { erasedText, questionOf, type ErasureTarget } from './erasure.ts';

/** How far the admin has come. `problem` is the answer to the last attempt. */
type Step = { name: 'asking'; problem: string } | { name: 'erasing' } | { name: 'erased'; payloads: number };

/** A dialog that erases recorded arguments and results after a confirmation, and tells how many there were. */
@Component({
  selector: 'app-erase-dialog',
  imports: [FocusWhenShown, ModalDialog],
  templateUrl: './erase-dialog.html',
})
export class EraseDialog {
  readonly target = input.required<ErasureTarget>();
  readonly closed = output();
  readonly #api = inject(PayloadsApi);
  readonly #identity = inject(Identity);
  readonly #announcer = inject(LiveAnnouncer);
  private readonly tenant = viewChild<ElementRef<HTMLInputElement>>('tenant');

  protected readonly step = signal<Step>({ name: 'asking', problem: '' });
  protected readonly question = computed(() => questionOf(this.target()));
  /** The tenant of the admin; empty for an admin of all tenants. */
  protected readonly own = computed(() => {
    const target = this.target();
    return (target.of === 'tenant' && target.tenantId) || '';
  });
  protected readonly maxReason = MAX_REASON;
  protected readonly erasedText = erasedText;

  protected async erase(submitted: Event, reason: string): Promise<void> {
    submitted.preventDefault();
    if (this.step().name === 'erasing') return;
    this.step.set({ name: 'erasing' });
    try {
      const payloads = await this.#send(reason.trim());
      this.step.set({ name: 'erased', payloads });
      void this.#announcer.announce(erasedText(payloads), 'polite');
    } catch (error) {
      this.step.set({ name: 'asking', problem: answerText(error) });
      if (error instanceof ApiError && error.status === 401) this.#identity.lapse();
    }
  }

  #send(reason: string): Promise<number> {
    const target = this.target();
    return target.of === 'session'
      ? this.#api.eraseOfSession(target.sessionId, reason)
      : this.#api.eraseOfTenant(this.tenant()?.nativeElement.value.trim() ?? '', reason);
  }
}
