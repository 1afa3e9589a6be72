import { inject, Injectable } from '@angular/core';
import type { FilterKey, SessionView } from '#contract';

import { Instances } from '../picture/instances.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Upstreams } from '../picture/upstreams.ts';

/** The values of keys that are in use now, for completion; the most used first. */
@Injectable({ providedIn: 'root' })
export class LiveValues {
  readonly #store = inject(LiveStore);
  readonly #shared = inject(Instances);
  readonly #upstreams = inject(Upstreams);

  valuesOf(key: FilterKey): string[] {
    switch (key) {
      case 'tool':
        return this.#tools();
      case 'client':
        return this.#ofSessions(({ client }) => client.name);
      case 'session':
        return this.#ofSessions(({ sessionId }) => sessionId);
      case 'tenant':
        return this.#ofSessions(({ tenantId }) => tenantId);
      case 'upstream':
        return (this.#upstreams.list.value()?.upstreams ?? []).map(({ name }) => name);
      case 'instance':
        return this.#instances();
      case 'trace':
        return this.#ofSessions(({ traceId }) => traceId);
      default:
        return [];
    }
  }

  #instances(): string[] {
    const { list, isShared } = this.#shared;
    return isShared() ? (list.value()?.instances ?? []).map(({ instance }) => instance) : [];
  }

  #tools(): string[] {
    const tools = Object.entries(this.#store.totals()?.tools ?? {});
    return tools.toSorted(([, a], [, b]) => b.calls - a.calls).map(([tool]) => tool);
  }

  #ofSessions(valueOf: (session: SessionView) => string | undefined): string[] {
    const values = new Set(this.#store.sessions().map(valueOf));
    values.delete(undefined);
    return [...values] as string[];
  }
}
