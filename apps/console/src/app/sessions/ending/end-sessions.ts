import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, DestroyRef, inject, input, output, signal, viewChild } from '@angular/core';
import { MAX_REASON, type SessionView } from '#contract';

import { failureText } from '../../api/api-error.ts';
import { SessionsApi, type AskedSessions } from '../../api/routes/sessions-api.ts';
import { Commands } from '../../commands/commands.ts';
import { FocusWhenShown } from '../../ui/focus/focus-when-shown.ts';
import { ModalDialog } from '../../ui/dialogs/modal-dialog.ts';
import { formatCount } from '../../ui/numbers.ts';
import { endAll, NOTHING_ENDED, type EndingTally } from './end-all.ts';

/** How far the admin has come. The sessions to end are fixed once they are found: what is named is what is ended. */
type Step =
  | { name: 'finding'; problem: string }
  | { name: 'asking'; sessions: readonly SessionView[] }
  | { name: 'confirming'; sessions: readonly SessionView[]; reason: string }
  | { name: 'ending'; sessions: readonly SessionView[]; tally: EndingTally }
  | { name: 'ended'; sessions: readonly SessionView[]; tally: EndingTally };

/** A dialog that ends all open sessions that a filter shows, after two confirmations. */
@Component({
  selector: 'app-end-sessions',
  imports: [FocusWhenShown, ModalDialog],
  templateUrl: './end-sessions.html',
})
export class EndSessions {
  readonly asked = input.required<AskedSessions>();
  readonly closed = output();
  readonly #api = inject(SessionsApi);
  readonly #commands = inject(Commands);
  readonly #announcer = inject(LiveAnnouncer);
  readonly #stop = new AbortController();
  private readonly dialog = viewChild.required(ModalDialog);

  protected readonly maxReason = MAX_REASON;
  protected readonly step = signal<Step>({ name: 'finding', problem: '' });
  /** `12 sessions`. */
  protected readonly many = computed(() => {
    const step = this.step();
    return 'sessions' in step ? sessionsText(step.sessions.length) : 'sessions';
  });
  protected readonly effectOnCalls = computed(() => {
    const step = this.step();
    return 'sessions' in step ? effectOnCalls(step.sessions) : '';
  });
  protected readonly formatCount = formatCount;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#stop.abort());
  }

  /** Sends no further command. The browser tells that the dialog is closed in a later task, and answers may come before it. */
  protected stop(): void {
    this.#stop.abort();
  }

  protected async find(): Promise<void> {
    this.step.set({ name: 'finding', problem: '' });
    try {
      const asked = { ...this.asked(), sort: null, openOnly: true };
      const { sessions } = await this.#api.first(Infinity, asked, this.#stop.signal);
      this.step.set({ name: 'asking', sessions });
    } catch (error) {
      this.step.set({ name: 'finding', problem: failureText(error) });
    }
  }

  protected confirm(submitted: Event, sessions: readonly SessionView[], reason: string): void {
    submitted.preventDefault();
    this.step.set({ name: 'confirming', sessions, reason: reason.trim() });
  }

  protected async end(sessions: readonly SessionView[], reason: string): Promise<void> {
    const show = (tally: EndingTally): void => this.step.set({ name: 'ending', sessions, tally });
    show(NOTHING_ENDED);
    const end = (session: SessionView) => this.#commands.endOneOfMany(session, reason);
    const tally = await endAll(sessions, end, show, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.step.set({ name: 'ended', sessions, tally });
    void this.#announcer.announce(`${sessionsText(tally.accepted)} are ending.`, 'polite');
    if (tally.refused.size === 0) this.dialog().close();
  }
}

function sessionsText(count: number): string {
  return count === 1 ? '1 session' : `${formatCount(count)} sessions`;
}

function effectOnCalls(sessions: readonly SessionView[]): string {
  const calls = sessions.reduce((sum, { callsInFlight }) => sum + callsInFlight, 0);
  if (calls === 0) return 'No call is running in them.';
  return calls === 1
    ? 'One running call is cancelled and answered with an error.'
    : `${formatCount(calls)} running calls are cancelled and answered with an error.`;
}
