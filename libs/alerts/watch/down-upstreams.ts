import type { CrowsnestEvent } from '#contract';
import type { Condition, Watch } from './condition.ts';

/** The upstream servers that have failed, and have not worked since. */
export class DownUpstreams implements Watch {
  readonly #since: Map<string, number>;

  constructor(saved: unknown = []) {
    this.#since = new Map(saved as [string, number][]);
  }

  apply({ type, data }: CrowsnestEvent, at: number): void {
    if (type === 'upstream:up') this.#since.delete(data.upstream);
    else if (type === 'upstream:down' && !this.#since.has(data.upstream)) this.#since.set(data.upstream, at);
  }

  conditions(now: number): Condition[] {
    return Array.from(this.#since, ([upstream, since]) => ({
      value: Math.max(0, now - since),
      threshold: 0,
      since,
      subject: { kind: 'upstream', upstream },
    }));
  }

  save(): [string, number][] {
    return [...this.#since];
  }
}
