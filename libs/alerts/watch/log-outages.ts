import type { CrowsnestEvent } from '#contract';
import type { Condition, Watch } from './condition.ts';

/** The outages of the log by the instance that has them; of a process that is alone under the empty name. */
export class LogOutages implements Watch {
  readonly #since: Map<string, number>;

  constructor(saved: unknown = []) {
    this.#since = new Map(saved as [string, number][]);
  }

  apply({ type, data }: CrowsnestEvent, at: number): void {
    if (type === 'log:degraded') this.#since.set(data.instance ?? '', at);
    else if (type === 'log:recovered') this.#since.delete(data.instance ?? '');
    else if (type === 'instance:down') this.#since.delete(data.instance);
  }

  conditions(now: number): Condition[] {
    return Array.from(this.#since, ([instance, since]) => ({
      value: Math.max(0, now - since),
      threshold: 0,
      since,
      ...(instance && { subject: { kind: 'instance', instance } as const }),
    }));
  }

  save(): [string, number][] {
    return [...this.#since];
  }
}
