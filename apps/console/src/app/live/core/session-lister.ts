import type { SessionList } from '#contract';

import { failureText } from '../../api/api-error.ts';
import { backOffMs } from '../stream/back-off.ts';
import { sleep } from '../stream/sleep.ts';

/** Milliseconds before another request when a list was too old. */
const RELIST_MS = 250;
/** The base of the back-off after a failed request, in milliseconds. */
const FIRST_WAIT_MS = 1_000;

/** Receives the answers. */
export interface ListTaker {
  /** A request follows, whose list must include all events up to now. */
  awaitSessions(): void;
  /** Returns false if the list is too old, so that another one is needed. */
  takeSessions(list: SessionList): boolean;
  /** A request failed. Another one follows. */
  goWithoutSessions(problem: string): void;
}

/** Requests the server's sessions, one request at a time, until a list is accepted. */
export class SessionLister {
  #run: AbortController | undefined;

  constructor(
    private readonly ask: (signal: AbortSignal) => Promise<SessionList>,
    private readonly taker: ListTaker,
  ) {}

  /** Starts the requests. Does nothing if they are under way. */
  start(): void {
    if (this.#run) return;
    this.#run = new AbortController();
    void this.#askUntilTaken(this.#run.signal);
  }

  /** Aborts the request. A list that arrives later is ignored, because the next admin may not be allowed to see it. */
  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
  }

  async #askUntilTaken(signal: AbortSignal): Promise<void> {
    for (let failures = 0; ;) {
      const answer = await this.ask(signal).catch((error: unknown) => ({ problem: failureText(error) }));
      if (signal.aborted) return;
      if (!('problem' in answer)) {
        if (this.taker.takeSessions(answer)) return this.stop();
        await sleep(RELIST_MS, signal);
      } else {
        failures += 1;
        this.taker.goWithoutSessions(answer.problem);
        await sleep(backOffMs(failures, FIRST_WAIT_MS, Math.random), signal);
        if (!signal.aborted) this.taker.awaitSessions();
      }
      if (signal.aborted) return;
    }
  }
}
