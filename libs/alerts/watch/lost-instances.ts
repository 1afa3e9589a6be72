import type { CrowsnestEvent } from '#contract';
import type { Condition, RuleOf, Watch } from './condition.ts';

/** The instances that were lost within the window. An instance never comes back under its id, so time resolves them. */
export class LostInstances implements Watch {
  readonly #lost: Map<string, number>;

  constructor(
    private readonly rule: RuleOf<'instance-lost'>,
    saved: unknown = [],
  ) {
    this.#lost = new Map(saved as [string, number][]);
  }

  apply({ type, data }: CrowsnestEvent, at: number): void {
    if (type === 'instance:down' && data.reason === 'lost') this.#lost.set(data.instance, at);
  }

  conditions(now: number): Condition[] {
    for (const [instance, at] of this.#lost) if (now - at > this.rule.windowMs) this.#lost.delete(instance);
    return Array.from(this.#lost, ([instance, since]) => ({
      value: 1,
      threshold: 0,
      since,
      subject: { kind: 'instance', instance },
    }));
  }

  save(): [string, number][] {
    return [...this.#lost];
  }
}
