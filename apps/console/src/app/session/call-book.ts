import { withoutPayload, type CrowsnestEvent, type EventOf } from '#contract';

import { beginOf, callOf, isOfCall, withEvent, type Call } from '../call/call.ts';

/** Progress reports of a call that are kept: the last ones that arrive. */
const REPORTS = 20;

/** What a session's own events say of its beginning and its end. */
export interface SessionEvents {
  open: EventOf<'session:open'> | null;
  end: EventOf<'session:close'> | EventOf<'session:expired'> | null;
  /** The command that ended it, if one did. */
  command: EventOf<'admin:session-end'> | null;
}

/** Folds the events of one session, in any order, into its calls. */
export class CallBook {
  readonly #calls = new Map<string, Call>();
  #own: SessionEvents = { open: null, end: null, command: null };

  /** A new object with each change. */
  get own(): SessionEvents {
    return this.#own;
  }

  /** The calls by when they began. */
  calls(): Call[] {
    return [...this.#calls.values()].toSorted((a, b) => beginOf(a) - beginOf(b));
  }

  add(event: CrowsnestEvent): void {
    if (isOfCall(event)) return this.#addToCall(event);
    if (event.type === 'session:open') this.#own = { ...this.#own, open: event };
    if (event.type === 'session:close' || event.type === 'session:expired')
      this.#own = { ...this.#own, end: event };
    if (event.type === 'admin:session-end') this.#own = { ...this.#own, command: event };
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
