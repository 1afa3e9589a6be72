import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { ROUTES } from '#contract';

import { FETCH } from '../api/fetch.ts';
import { ServerApi } from '../api/server-api.ts';
import { LiveStore } from './live-store.ts';
import type { Connection } from '../live/connection.ts';
import { LiveStream } from '../live/live-stream.ts';
import { sleep } from '../live/sleep.ts';
import type { StreamFrame } from '../live/stream-frame.ts';

/** Milliseconds between two attempts to list the sessions. */
const RELIST_MS = 250;

/** Brings the stream into the store, and says how the connection stands. */
@Injectable({ providedIn: 'root' })
export class LiveConnection {
  readonly #store = inject(LiveStore);
  readonly #api = inject(ServerApi);
  readonly #state = signal<Connection>({ phase: 'idle' });
  readonly #stream = new LiveStream({
    url: ROUTES.events,
    fetch: inject(FETCH),
    onFrame: (frame) => this.#take(frame),
    onConnection: (connection) => this.#state.set(connection),
  });

  readonly #destroyed = new AbortController();
  #isListing = false;

  readonly state = this.#state.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#destroyed.abort();
      this.#stream.stop();
    });
  }

  /** Connects from a fresh snapshot. */
  open(): void {
    this.#store.clear();
    this.#stream.start();
  }

  /** Hangs up and forgets the picture. */
  close(): void {
    this.#stream.stop();
    this.#store.clear();
  }

  retryNow(): void {
    this.#stream.retryNow();
  }

  #take(frame: StreamFrame): void {
    if (this.#store.accept(frame).listSessions) void this.#listSessions();
  }

  /** Lists the sessions, one request at a time, until the store has a list that it can use. */
  async #listSessions(): Promise<void> {
    if (this.#isListing) return;
    this.#isListing = true;
    const { signal } = this.#destroyed;
    while (!signal.aborted) {
      const list = await this.#api.listSessions().catch(() => null);
      if (!this.#store.takeSessions(list).listSessions) break;
      await sleep(RELIST_MS, signal);
    }
    this.#isListing = false;
  }
}
