import { computed, inject, Injectable } from '@angular/core';
import { reachesRole, type SessionView } from '#contract';

import { ApiError } from '../api/api-error.ts';
import { ServerApi } from '../api/routes/server-api.ts';
import { Identity } from '../identity/identity.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';
import { DialogRequests } from '../ui/dialogs/dialog-requests.ts';
import { answerText } from './command-answer.ts';
import { targetOf, type Command } from './command.ts';
import { CommandStates, type CommandState } from './command-states.ts';

/** The commands of the admin. Each is confirmed and sent, and is pending until its event arrives. */
@Injectable({ providedIn: 'root' })
export class Commands {
  readonly #api = inject(ServerApi);
  readonly #identity = inject(Identity);
  readonly #live = inject(LiveConnection);
  readonly #states = new CommandStates();

  /** Whether the role allows commands. The server checks each command again. */
  readonly allowed = computed(() => {
    const state = this.#identity.state();
    return state.step === 'signed-in' && reachesRole(state.admin.role, 'operator');
  });
  /** Why commands cannot be sent now, as a sentence; null if they can. */
  readonly refusal = computed(() =>
    this.#live.state().phase === 'replay'
      ? 'This is a replay, and what it shows may have ended long ago. Go live to act on what runs now.'
      : null,
  );
  /** Whether commands are offered beside what they act on. */
  readonly offered = computed(() => this.allowed() && this.refusal() === null);
  /** The command that the admin is asked to confirm. */
  readonly questions = new DialogRequests<Command>();

  /** Whether a command for this session or call is being sent or has been accepted. */
  isPending(id: string): boolean {
    const step = this.#states.get(id)?.step;
    return step === 'sending' || step === 'accepted';
  }

  /** Returns the state of the last command for this session or call. */
  stateOf(id: string): CommandState | undefined {
    return this.#states.get(id);
  }

  /** Removes a refusal that the admin has read. */
  forget(id: string): void {
    if (!this.isPending(id)) this.#states.set(id, undefined);
  }

  /**
   * Sends a confirmed command, and resolves when the server has accepted it. Rejects like `Requests`; an expired
   * sign-in also leads to the sign-in page.
   */
  async send(command: Command, reason: string): Promise<void> {
    const target = targetOf(command);
    this.#states.set(target, { step: 'sending' });
    try {
      if (command.kind === 'end-session') await this.#api.endSession(target, reason);
      else await this.#api.cancelCall(target, reason);
    } catch (error) {
      this.#states.set(target, undefined);
      if (error instanceof ApiError && error.status === 401) this.#identity.lapse();
      throw error;
    }
    this.#states.set(target, { step: 'accepted' });
  }

  /** Ends one of many sessions. Never rejects, because the row shows the answer to a refused command. */
  async endOneOfMany(session: SessionView, reason: string): Promise<CommandState> {
    const state = await this.#answerTo(session, reason);
    this.#states.set(session.sessionId, state);
    return state;
  }

  async #answerTo(session: SessionView, reason: string): Promise<CommandState> {
    this.#states.set(session.sessionId, { step: 'sending' });
    try {
      await this.#api.endSession(session.sessionId, reason);
      return { step: 'accepted' };
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.#identity.lapse();
      return { step: 'refused', answer: answerText(error) };
    }
  }
}
