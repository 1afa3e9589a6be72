import { computed, effect, inject, Injectable, linkedSignal, resource, untracked } from '@angular/core';
import type { CrowsnestEvent, EventId, SessionView } from '#contract';

import { failureText } from '../api/api-error.ts';
import { SessionsApi } from '../api/routes/sessions-api.ts';
import { followArrivals } from '../picture/feed-arrivals.ts';
import { LiveStore } from '../picture/live-store.ts';
import { isEnd, isOfCall, stateOf, withEvent, type Call } from './call.ts';
import { CallFinder, CallNotFound } from './call-finder.ts';
import { OpenCall } from './open-call.ts';

/** The open call: read from the log, and updated from the stream until it ends. */
@Injectable()
export class ShownCall {
  readonly #store = inject(LiveStore);
  readonly #sessions = inject(SessionsApi);
  readonly #finder = inject(CallFinder);
  readonly #eventId = inject(OpenCall).eventId;
  readonly #answer = resource({
    params: () => this.#eventId() || undefined,
    loader: ({ params }) => this.#finder.find(params),
  });
  /** The call as it was read. While it is loading, the previous call. */
  readonly #call = linkedSignal<Call | null | undefined, Call | null>({
    source: () => (this.#answer.hasValue() ? this.#answer.value() : this.#answer.error() ? null : undefined),
    computation: (read, last) => (read === undefined ? (last?.value ?? null) : read),
  });
  readonly #session = resource({
    params: () => this.#call()?.sessionId,
    loader: ({ params }) => this.#sessions.one(params),
  });

  readonly call = this.#call.asReadonly();
  readonly loading = this.#answer.isLoading;
  /** Why there is no call to show; null if there is one. */
  readonly problem = computed(() => {
    const error = this.#answer.error();
    if (!error) return null;
    return error instanceof CallNotFound ? error.message : failureText(error);
  });
  readonly #isInFlight = computed(() => {
    const callId = this.#call()?.callId;
    const totals = this.#store.totals();
    // Before the first snapshot, a call without an end counts as running.
    return totals === null || totals.inFlight.some((running) => running.callId === callId);
  });
  readonly state = computed(() => {
    const call = this.#call();
    return call && stateOf(call, this.#isInFlight());
  });
  /** The session of the call; undefined if it is unknown. */
  readonly session = computed<SessionView | undefined>(() => {
    this.#store.listings();
    const sessionId = this.#call()?.sessionId;
    const live = sessionId === undefined ? undefined : this.#store.session(sessionId);
    return live ?? (this.#session.hasValue() ? this.#session.value() : undefined);
  });

  constructor() {
    followArrivals(this.#store, ({ events }) => this.#follow(events));
    effect(() => {
      const isOver = !this.#isInFlight();
      untracked(() => isOver && this.#call()?.end === null && void this.#complete());
    });
  }

  /** Loads the call again. */
  reload(): void {
    this.#answer.reload();
  }

  /** Adds the events of the call that have arrived. */
  #follow(events: readonly CrowsnestEvent[]): void {
    const call = this.#call();
    if (!call || call.end) return;
    for (const event of events.filter(isOfCall)) {
      if (event.data.callId !== call.callId) continue;
      if (isEnd(event)) void this.#takeEnd(event.id);
      else if (event.type === 'tool:progress') this.#add(event);
    }
  }

  /** Events of the feed have no payload, so the end is read from the log. */
  async #takeEnd(id: EventId): Promise<void> {
    const end = await this.#finder.openEnd(id).catch(() => undefined);
    if (end) this.#add(end);
  }

  // The end may be missing from the feed, for example after a gap.
  async #complete(): Promise<void> {
    const call = this.#call();
    if (!call?.start) return;
    const whole = await this.#finder.complete(call).catch(() => undefined);
    if (whole?.end) this.#add(whole.end);
  }

  #add(event: Parameters<typeof withEvent>[1]): void {
    this.#call.update((call) => (call?.callId === event.data.callId ? withEvent(call, event) : call));
  }
}
