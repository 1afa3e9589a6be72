import { computed, inject, Injectable, resource, signal } from '@angular/core';
import type { CrowsnestEvent, EventOf } from '#contract';

import { HistoryApi } from '../../api/routes/history-api.ts';
import { allOf, only, onlyTypes } from '../../filter/exact-filter.ts';
import { followArrivals } from '../../picture/feed-arrivals.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { callOf, factOf, isOfCall, withEvent, type Call } from '../call.ts';
import { asksForInput, Operations } from './operation.ts';
import { ShownCall } from '../shown-call.ts';

/** Number of events of the session that are searched for the other parts, before the open call and after it. */
const NEAR = 400;
const TYPES = onlyTypes('tool:start', 'tool:done', 'tool:error');

/** The operation that the open call is a part of: calls that ask for input, and those that give it. */
@Injectable()
export class CallOperation {
  readonly #history = inject(HistoryApi);
  readonly #shown = inject(ShownCall);
  readonly #time = inject(PictureTime);
  /** Advances when another part may have come. */
  readonly #version = signal(0);
  readonly #near = resource({
    params: () => {
      const call = this.#shown.call();
      return call?.start && isPart(call) ? { start: call.start, version: this.#version() } : undefined;
    },
    loader: ({ params: { start } }) => this.#read(start),
  });

  /** Null for a call that neither asks for input nor gives some, and while the other parts are not known. */
  readonly operation = computed(() => {
    const call = this.#shown.call();
    if (!call || !isPart(call) || !this.#near.hasValue()) return null;
    const others = this.#near.value().filter(({ callId }) => callId !== call.callId);
    const found = new Operations([...others, call]);
    const isOver = found.of(call, 0)?.parts.every(({ end }) => end) && !found.of(call, 0)?.isWaiting;
    // The time is read only while it counts.
    return found.of(call, isOver ? 0 : this.#time.now());
  });

  constructor() {
    followArrivals(inject(LiveStore), ({ events, missed }) => {
      const call = this.#shown.call();
      if (call && (missed || events.some((event) => mayBelong(event, call))))
        this.#version.update((version) => version + 1);
    });
  }

  async #read(start: EventOf<'tool:start'>): Promise<Call[]> {
    const filter = allOf(TYPES, only('session', start.sessionId));
    const [before, after] = await Promise.all([
      this.#history.read({ filter, before: start.id, limit: NEAR }),
      this.#history.read({ filter, after: start.id, limit: NEAR }),
    ]);
    return callsOf([...before, ...after]);
  }
}

function isPart(call: Call): boolean {
  return asksForInput(call) || factOf(call, 'continues') !== undefined;
}

/** Whether an event is one of a part: parts after the first one name the call that they continue. */
function mayBelong(event: CrowsnestEvent, { sessionId }: Call): boolean {
  return event.sessionId === sessionId && isOfCall(event) && 'continues' in event.data;
}

function callsOf(events: readonly CrowsnestEvent[]): Call[] {
  const calls = new Map<string, Call>();
  for (const event of events) {
    if (!isOfCall(event)) continue;
    const { callId } = event.data;
    calls.set(callId, withEvent(calls.get(callId) ?? callOf(event), event));
  }
  return [...calls.values()];
}
