import { compareEventIds, withoutPayload, type CrowsnestEvent, type EventId, type EventOf } from '#contract';

import { beginOf, callOf, isOfCall, withEvent, type Call } from '../call/call.ts';

/** Maximum number of progress reports per call; the last to arrive are kept. */
const REPORTS = 20;

/** The events of a session's beginning and end. */
export interface SessionEvents {
  open: EventOf<'session:open'> | null;
  end: EventOf<'session:close'> | EventOf<'session:expired'> | null;
  /** The admin's command that ended it, if there was one. */
  command: EventOf<'admin:session-end'> | null;
}

/** Folds the events of one session, in any order, into its calls. */
export class CallBook {
  readonly #calls = new Map<string, Call>();
  #own: SessionEvents = { open: null, end: null, command: null };

  /** Returns a new object after each change. */
  get own(): SessionEvents {
    return this.#own;
  }

  /** Returns the calls in the order in which they began. */
  calls(): Call[] {
    return [...this.#calls.values()].toSorted(byBegin);
  }

  add(event: CrowsnestEvent): void {
    if (isOfCall(event)) return this.#addToCall(event);
    if (event.type === 'session:open') this.#own = { ...this.#own, open: event };
    if (event.type === 'session:close' || event.type === 'session:expired')
      this.#own = { ...this.#own, end: event };
    if (event.type === 'admin:session-end' && event.data.outcome !== 'refused')
      this.#own = { ...this.#own, command: event };
  }

  #addToCall(whole: Parameters<typeof callOf>[0]): void {
    const event = withoutPayload(whole);
    const { callId } = event.data;
    const call = withEvent(this.#calls.get(callId) ?? callOf(event), event);
    this.#calls.set(callId, call.progress.length > REPORTS ? withLast(call) : call);
  }
}

function withLast(call: Call): Call {
  return { ...call, progress: call.progress.slice(-REPORTS) };
}

// Calls of the same millisecond are in the order of the log.
function byBegin(a: Call, b: Call): number {
  const ms = beginOf(a) - beginOf(b);
  if (ms) return ms;
  const [first, second] = [firstIdOf(a), firstIdOf(b)];
  return first && second ? compareEventIds(first, second) : 0;
}

function firstIdOf({ start, progress, end }: Call): EventId | undefined {
  return (start ?? progress[0] ?? end)?.id;
}
