import { beginOf, factOf, type Call } from '../call.ts';

/** Calls that belong together: each asks for input, and the next one gives it. Times are in milliseconds. */
export interface Operation {
  /** In the order in which they began. */
  parts: readonly Call[];
  /** Whether its last question has no answer yet. */
  isWaiting: boolean;
  /** From the beginning of the first part to the end of the last one, or to now. */
  totalMs: number;
  /** What its parts took, without the times between them. */
  workingMs: number;
}

/** Finds calls by their relations. */
export class Operations {
  readonly #calls: ReadonlyMap<string, Call>;
  /** The answer to the question of a call. */
  readonly #answers = new Map<string, Call>();

  constructor(calls: readonly Call[]) {
    this.#calls = new Map(calls.map((call) => [call.callId, call]));
    for (const call of calls) {
      const asked = factOf(call, 'continues');
      if (asked !== undefined) this.#answers.set(asked, call);
    }
  }

  /** The operation of a call; null if it neither asked for input nor gave some. `now` ends what has not ended. */
  of(call: Call, now: number): Operation | null {
    const parts = this.#partsOf(call);
    const last = parts.at(-1) ?? call;
    const isWaiting = asksForInput(last);
    if (parts.length === 1 && !isWaiting) return null;
    const end = last.end && !isWaiting ? endOf(last) : now;
    return {
      parts,
      isWaiting,
      totalMs: Math.max(0, end - beginOf(parts[0] ?? call)),
      workingMs: parts.reduce((sum, part) => sum + (part.end?.data.durationMs ?? now - beginOf(part)), 0),
    };
  }

  #partsOf(call: Call): Call[] {
    const parts = [call];
    const seen = new Set<string>([call.callId]);
    const take = (found: Call | undefined, add: (part: Call) => unknown): Call | undefined => {
      if (!found || seen.has(found.callId)) return undefined;
      seen.add(found.callId);
      add(found);
      return found;
    };
    for (let first: Call | undefined = call; first;)
      first = take(this.#calls.get(factOf(first, 'continues') ?? ''), (part) => parts.unshift(part));
    for (let last: Call | undefined = call; last;)
      last = take(this.#answers.get(last.callId), (part) => parts.push(part));
    return parts;
  }
}

/** Whether a call has ended with a question. */
export function asksForInput({ end }: Call): boolean {
  return end?.type === 'tool:done' && end.data.outcome === 'input_required';
}

function endOf(call: Call): number {
  return beginOf(call) + (call.end?.data.durationMs ?? 0);
}
