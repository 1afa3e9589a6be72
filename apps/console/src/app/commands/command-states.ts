import { signal } from '@angular/core';

/** What became of the last command for a session or a call. An accepted one is pending until its event arrives. */
export type CommandState = { step: 'sending' } | { step: 'accepted' } | { step: 'refused'; answer: string };

/** The states of commands, by the id of what they are for. */
export class CommandStates {
  readonly #states = new Map<string, CommandState>();
  // One signal for all: a command for each of 10,000 sessions must not copy them all each time.
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
