import { UpstreamFault } from '../link/upstream-fault.ts';

/** Processes that may run at a time. */
const MAX_IN_ALL = 1_000;
const MAX_PER_UPSTREAM = 500;
const MAX_PER_TENANT = 500;

/** Limits the processes of all upstreams: in all, for each upstream, and for the agents of each tenant. */
export class ProcessLimits {
  readonly #running = new Map<string, number>();

  /** Takes a place for a process, and returns a function that frees it. Throws `BUSY` if there is none. */
  take(upstream: string, tenantId: string): () => void {
    const limits = [
      { key: 'all', max: MAX_IN_ALL, of: 'all upstreams' },
      { key: `upstream ${upstream}`, max: MAX_PER_UPSTREAM, of: `upstream "${upstream}"` },
      { key: `tenant ${tenantId}`, max: MAX_PER_TENANT, of: `tenant "${tenantId}"` },
    ];
    for (const { key, max, of } of limits)
      if (this.#count(key) >= max)
        throw new UpstreamFault(
          'BUSY',
          `${max} processes of ${of} run, which is the limit. End some sessions.`,
        );
    for (const { key } of limits) this.#add(key, 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      for (const { key } of limits) this.#add(key, -1);
    };
  }

  #count(key: string): number {
    return this.#running.get(key) ?? 0;
  }

  #add(key: string, change: number): void {
    const count = this.#count(key) + change;
    if (count === 0) this.#running.delete(key);
    else this.#running.set(key, count);
  }
}
