import type { RequestId } from '@modelcontextprotocol/server';
import type { HeldCall } from './held-call.ts';

/** How long an agent may take to come back with the answers, in milliseconds. */
const INPUT_TIMEOUT_MS = 600_000;

/** The calls of one session of an upstream that are not over. */
export class HeldCalls {
  readonly #calls = new Map<RequestId, HeldCall>();
  readonly #timers = new Map<HeldCall, NodeJS.Timeout>();

  /** `onTimeout` is told of a call whose agent has not come back. */
  constructor(private readonly onTimeout: (call: HeldCall) => void) {}

  get size(): number {
    return this.#calls.size;
  }

  get all(): HeldCall[] {
    return [...this.#calls.values()];
  }

  add(call: HeldCall): void {
    this.#calls.set(call.id, call);
  }

  get(id: RequestId | undefined): HeldCall | undefined {
    return id === undefined ? undefined : this.#calls.get(id);
  }

  /** Finds a held call by the state that its agent has brought back. */
  ofState(state: string): HeldCall | undefined {
    return this.all.find((call) => !call.agent && call.state === state);
  }

  /** The call that was begun last, of those for which an agent waits. */
  get latestAwaited(): HeldCall | undefined {
    return this.all.findLast(({ agent }) => agent !== undefined);
  }

  /** Finds the call in which the upstream has asked something. */
  thatAsked(questionId: RequestId): HeldCall | undefined {
    return this.all.find(({ unanswered }) => unanswered.includes(questionId));
  }

  /** Notes that something has changed: a call that no agent waits for is over, or is held only for so long. */
  settle(call: HeldCall): void {
    clearTimeout(this.#timers.get(call));
    this.#timers.delete(call);
    if (call.isOver) return this.remove(call);
    if (!call.agent) this.#timers.set(call, setTimeout(() => this.onTimeout(call), INPUT_TIMEOUT_MS).unref());
  }

  /** Removes all. */
  takeAll(): HeldCall[] {
    const { all } = this;
    for (const call of all) this.remove(call);
    return all;
  }

  remove(call: HeldCall): void {
    clearTimeout(this.#timers.get(call));
    this.#timers.delete(call);
    this.#calls.delete(call.id);
  }
}
