import type { CrowsnestEvent, EventOf } from '#contract';
import type { Condition, RuleOf, Watch } from './condition.ts';

/** Maximum number of limits that are remembered. */
const MAX_LIMITS = 1_000;

type Refusal = Pick<EventOf<'quota:exceeded'>['data'], 'scope' | 'name' | 'limit' | 'value' | 'max'>;

interface Refused extends Refusal {
  since: number;
  last: number;
}

/** The limits because of which requests were refused within the window. */
export class QuotaRefusals implements Watch {
  readonly #refused: Map<string, Refused>;

  constructor(
    private readonly rule: RuleOf<'quota'>,
    saved: unknown = [],
  ) {
    this.#refused = new Map(saved as [string, Refused][]);
  }

  apply(event: CrowsnestEvent, at: number): void {
    if (event.type !== 'quota:exceeded') return;
    const { scope, name, limit, value, max } = event.data;
    const key = JSON.stringify([scope, name, limit]);
    const since = this.#refused.get(key)?.since ?? at;
    this.#refused.set(key, { scope, name, limit, value, max, since, last: at });
    const [oldest] = this.#refused.keys();
    if (this.#refused.size > MAX_LIMITS && oldest !== undefined) this.#refused.delete(oldest);
  }

  conditions(now: number): Condition[] {
    for (const [key, { last }] of this.#refused)
      if (now - last > this.rule.windowMs) this.#refused.delete(key);
    return Array.from(this.#refused.values(), ({ scope, name, limit, value, max, since }) => ({
      value,
      threshold: max,
      since,
      subject: { kind: 'limit', limit, scope, name },
    }));
  }

  save(): [string, Refused][] {
    return [...this.#refused];
  }
}
