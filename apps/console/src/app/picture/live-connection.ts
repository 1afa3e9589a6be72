import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { ROUTES } from '#contract';

import { FETCH } from '../api/fetch.ts';
import { ServerAddress } from '../api/server-address.ts';
import { ServerApi } from '../api/server-api.ts';
import type { Connection } from '../live/connection.ts';
import { LiveStream } from '../live/live-stream.ts';
import { sleep } from '../live/sleep.ts';
import type { StreamFrame } from '../live/stream-frame.ts';
import { LiveStore } from './live-store.ts';

/** Milliseconds between two attempts to list the sessions. */
const RELIST_MS = 250;

/** Feeds the stream into the store, and exposes the state of the connection. */
@Injectable({ providedIn: 'root' })
export class LiveConnection {
  readonly #store = inject(LiveStore);
  readonly #api = inject(ServerApi);
  readonly #state = signal<Connection>({ phase: 'idle' });
  readonly #stream = new LiveStream({
    url: inject(ServerAddress).pathOf(ROUTES.events),
    fetch: inject(FETCH),
    onFrame: (frame) => this.#take(frame),
    onConnection: (connection) => this.#state.set(connection),
  });

  /** Aborts the current request for the list. */
  #listing: AbortController | undefined;

  readonly state = this.#state.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.close());
  }

  /** Connects, and starts from a snapshot. */
  open(): void {
    this.close();
    this.#stream.start();
  }

  /** Disconnects and clears the store. */
  close(): void {
    this.#stream.stop();
    this.#stopListing();
    this.#store.clear();
  }

  /** Ends the wait before the next attempt. */
  retryNow(): void {
    this.#stream.retryNow();
  }

  #take(frame: StreamFrame): void {
    if (this.#store.accept(frame).listSessions) void this.#listSessions();
  }

  /**
   * Lists the sessions, one request at a time, until the store has a list that it can use. A list that arrives after
   * `close()` is ignored: the next admin may not be allowed to see it.
   */
  async #listSessions(): Promise<void> {
    if (this.#listing) return;
    this.#listing = new AbortController();
    const { signal } = this.#listing;
    for (;;) {
      const list = await this.#api.listSessions().catch(() => null);
      if (signal.aborted) return;
      if (!this.#store.takeSessions(list).listSessions) return this.#stopListing();
      await sleep(RELIST_MS, signal);
    }
  }

  #stopListing(): void {
    this.#listing?.abort();
    this.#listing = undefined;
  }
}
