import { expect, test } from './crowsnest.ts';

/** What an admin does in a task, counted: one action is a key or two in turn, a click, or a form that is filled in and sent. */
export class Actions {
  #count = 0;

  async take(what: string, act: () => Promise<void>): Promise<void> {
    this.#count += 1;
    await test.step(what, act);
  }

  /** Expects that the task took at most three actions. */
  expectFew(): void {
    expect(this.#count).toBeLessThanOrEqual(3);
  }
}
