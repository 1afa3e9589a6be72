import type { CrowsnestEvent } from '#contract';
import type { Condition, RuleOf, Watch } from './condition.ts';

/** When an event that the rule selects came last. The first look counts as one, so a new rule waits its time. */
export class SilentAgent implements Watch {
  #seenAt: number | undefined;

  constructor(
    private readonly rule: RuleOf<'silent-agent'>,
    saved?: unknown,
  ) {
    this.#seenAt = saved as number | undefined;
  }

  apply(_event: CrowsnestEvent, at: number): void {
    this.#seenAt = Math.max(this.#seenAt ?? at, at);
  }

  conditions(now: number): Condition[] {
    const since = (this.#seenAt ??= now);
    const { afterMs: threshold } = this.rule;
    return now - since > threshold ? [{ value: now - since, threshold, since: since + threshold }] : [];
  }

  save(): number | undefined {
    return this.#seenAt;
  }
}
