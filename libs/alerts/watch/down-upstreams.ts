import type { CrowsnestEvent } from '#contract';
import type { Condition, Watch } from './condition.ts';

/** The saved form of a failure. Earlier versions did not know of instances. */
type Saved = [upstream: string, since: number, instance?: string];

/** The upstream servers that have failed in some instance, and have not worked there since. */
export class DownUpstreams implements Watch {
  /** Since when each has failed, by upstream, then by instance. A process that is alone has no id in its events. */
  readonly #since = new Map<string, Map<string, number>>();

  constructor(saved: unknown = []) {
    for (const [upstream, since, instance] of saved as Saved[]) this.#failed(upstream, instance, since);
  }

  apply({ type, data }: CrowsnestEvent, at: number): void {
    if (type === 'upstream:down') this.#failed(data.upstream, data.instance, at);
    else if (type === 'upstream:up') this.#isOver(data.upstream, data.instance);
    else if (type === 'instance:down')
      for (const upstream of this.#since.keys()) this.#isOver(upstream, data.instance);
  }

  conditions(now: number): Condition[] {
    return Array.from(this.#since, ([upstream, failures]) => {
      const since = Math.min(...failures.values());
      return {
        value: Math.max(0, now - since),
        threshold: 0,
        since,
        subject: { kind: 'upstream', upstream },
      };
    });
  }

  save(): Saved[] {
    return [...this.#since].flatMap(([upstream, failures]) =>
      Array.from(failures, ([instance, since]): Saved => [upstream, since, instance]),
    );
  }

  #failed(upstream: string, instance: string | undefined, at: number): void {
    const failures = this.#since.get(upstream) ?? new Map<string, number>();
    if (!failures.has(instance ?? '')) failures.set(instance ?? '', at);
    this.#since.set(upstream, failures);
  }

  #isOver(upstream: string, instance = ''): void {
    const failures = this.#since.get(upstream);
    failures?.delete(instance);
    // One that an earlier version has saved may be of any instance.
    failures?.delete('');
    if (failures?.size === 0) this.#since.delete(upstream);
  }
}
