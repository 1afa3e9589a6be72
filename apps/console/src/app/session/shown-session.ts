import { computed, inject, Injectable, resource, signal } from '@angular/core';
import type { SessionView } from '#contract';

import { ApiError, failureText } from '../api/api-error.ts';
import { SessionsApi } from '../api/routes/sessions-api.ts';
import { LiveStore } from '../picture/live-store.ts';
import { SessionCalls } from './session-calls.ts';

/** The session of the page: from the stream, or from the server's list, or from the events that the log still has. */
@Injectable()
export class ShownSession {
  readonly #store = inject(LiveStore);
  readonly #api = inject(SessionsApi);
  readonly #calls = inject(SessionCalls);
  readonly #id = signal('');
  readonly #answer = resource({
    params: () => this.#id() || undefined,
    loader: ({ params }) => this.#api.one(params),
  });
  readonly #isForgotten = computed(() => {
    const error = this.#answer.error();
    return error instanceof ApiError && error.status === 404;
  });
  readonly #live = computed(() => {
    this.#store.sessions();
    this.#store.listings();
    return this.#store.session(this.#id());
  });

  readonly view = computed<SessionView | null>(() => {
    const live = this.#live();
    if (live) return live;
    if (this.#answer.hasValue()) return this.#answer.value();
    return this.#isForgotten() ? this.#fromLog() : null;
  });
  /** Whether no session with this id is known. */
  readonly isUnknown = computed(
    () => this.#isForgotten() && this.view() === null && this.#calls.complete() && !this.#calls.loading(),
  );
  /** Why the session could not be loaded; null if it could. */
  readonly problem = computed(() => {
    const error = this.#answer.error();
    return error && !this.#isForgotten() && !this.view() ? failureText(error) : null;
  });

  open(sessionId: string): void {
    this.#id.set(sessionId);
    this.#calls.open(sessionId);
  }

  reload(): void {
    this.#answer.reload();
  }

  #fromLog(): SessionView | null {
    const { open, end } = this.#calls.own();
    const calls = this.#calls.calls();
    if (!open) return null;
    const { sessionId, tenantId, timestamp, data } = open;
    const { origin, client, protocolVersion, principal, traceId } = data;
    return {
      sessionId,
      tenantId,
      origin,
      client,
      protocolVersion,
      ...(principal !== undefined && { principal }),
      ...(traceId !== undefined && { traceId }),
      state: end?.type === 'session:expired' ? 'expired' : 'closed',
      openedAt: timestamp,
      lastEventAt: end?.timestamp ?? timestamp,
      ...(end && { endedAt: end.timestamp, endReason: end.data.reason }),
      calls: calls.length,
      errors: calls.filter((call) => call.end?.type === 'tool:error').length,
      callsInFlight: 0,
    };
  }
}
