import { LiveAnnouncer } from '@angular/cdk/a11y';
import { computed, inject, Injectable, signal } from '@angular/core';

import { ApiError } from '../api/api-error.ts';
import { ServerApi } from '../api/server-api.ts';
import { Identity } from '../sign-in/identity.ts';
import { commandText, targetOf, type Command } from './command.ts';

/** What admins do from the console: asked first, then given, then under way until the event arrives. */
@Injectable({ providedIn: 'root' })
export class Commands {
  readonly #api = inject(ServerApi);
  readonly #identity = inject(Identity);
  readonly #announcer = inject(LiveAnnouncer);
  readonly #asked = signal<Command | null>(null);
  readonly #underWay = signal<ReadonlySet<string>>(new Set());
  readonly #problem = signal('');
  readonly #isSending = signal(false);

  /** Whether the role allows commands; the server asks anew for each. */
  readonly allowed = computed(() => {
    const state = this.#identity.state();
    return state.step === 'signed-in' && state.admin.role !== 'viewer';
  });
  /** The command that waits for a confirmation. */
  readonly asked = this.#asked.asReadonly();
  /** Why the server did not take it; empty when nothing went wrong. */
  readonly problem = this.#problem.asReadonly();
  readonly isSending = this.#isSending.asReadonly();

  /** Asks the admin to confirm a command. */
  ask(command: Command): void {
    this.#problem.set('');
    this.#asked.set(command);
  }

  /** Nothing is done. */
  refrain(): void {
    this.#asked.set(null);
  }

  /** Whether a command on this session or call has been taken: its effect shows as an event. */
  isUnderWay(id: string): boolean {
    return this.#underWay().has(id);
  }

  /** Gives the command that was asked for. */
  async confirm(reason: string): Promise<void> {
    const command = this.#asked();
    if (!command || this.#isSending()) return;
    this.#isSending.set(true);
    this.#problem.set('');
    try {
      await this.#give(command, reason.trim());
      this.#underWay.update((ids) => new Set(ids).add(targetOf(command)));
      void this.#announcer.announce(commandText(command).taken, 'polite');
      if (this.#asked() === command) this.#asked.set(null);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isSending.set(false);
    }
  }

  #give(command: Command, reason: string): Promise<void> {
    return command.kind === 'end-session'
      ? this.#api.endSession(targetOf(command), reason)
      : this.#api.cancelCall(targetOf(command), reason);
  }

  #fail(error: unknown): void {
    if (!(error instanceof ApiError)) {
      this.#problem.set('No answer from the server: look whether it was done before you try again.');
    } else if (error.status === 401) {
      this.#asked.set(null);
      this.#identity.lapse();
    } else this.#problem.set(`Nothing was done: ${error.message}.`);
  }
}
