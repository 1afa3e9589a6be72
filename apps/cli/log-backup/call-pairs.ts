import type { CrowsnestEvent } from '#contract';

/** Checks that each call begins and ends once. */
export class CallPairs {
  readonly #open = new Set<string>();
  readonly #ended = new Set<string>();

  /** `isComplete`: whether the events are all that the log ever had, so that each end has a beginning. */
  constructor(private readonly isComplete: boolean) {}

  /** Number of calls without an end. */
  get open(): number {
    return this.#open.size;
  }

  /** Takes the next event; returns what is wrong with it. */
  add({ id, type, data }: CrowsnestEvent): string | undefined {
    if (type === 'tool:start') return this.#begin(id, data.callId);
    if (type === 'tool:done' || type === 'tool:error') return this.#end(id, data.callId);
    return undefined;
  }

  #begin(id: string, callId: string): string | undefined {
    if (this.#open.has(callId) || this.#ended.has(callId))
      return `the call ${callId} begins a second time with event ${id}`;
    this.#open.add(callId);
    return undefined;
  }

  #end(id: string, callId: string): string | undefined {
    if (this.#ended.has(callId)) return `the call ${callId} ends a second time with event ${id}`;
    if (!this.#open.delete(callId) && this.isComplete)
      return `the call ${callId} ends with event ${id}, but never began`;
    this.#ended.add(callId);
    return undefined;
  }
}
