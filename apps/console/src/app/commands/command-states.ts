import { signal } from '@angular/core';

/** The state of the last command for a session or a call. An accepted command is pending until its event arrives. */
export type CommandState = { step: 'sending' } | { step: 'accepted' } | { step: 'refused'; answer: string };

/** The states of commands, by the id of their session or call. */
export class CommandStates {
  readonly #states = new Map<string, CommandState>();
  // One signal for all states, so that ending 10,000 sessions does not copy the map 10,000 times.
  readonly #version = signal(0);

  get(id: string): CommandState | undefined {
    this.#version();
    return this.#states.get(id);
  }

  set(id: string, state: CommandState | undefined): void {
    if (state) this.#states.set(id, state);
    else this.#states.delete(id);
    this.#version.update((version) => version + 1);
  }
}
