import { deliverAtExit } from './exit-delivery.ts';
import type { CompleteOptions } from './options.ts';
import { Reporter } from './reporting/reporter.ts';
import { ObservedConnection, type ConnectionFacts } from './watching/observed-connection.ts';
import { SessionPool } from './watching/session-pool.ts';

/** Milliseconds that the orderly end of a process waits for what is to be sent. */
const FLUSH_MS = 2_000;

/** Observes all servers of one name in a process, and tells Crowsnest of them. */
export class Observer {
  readonly #reporter: Reporter;
  readonly #sessions: SessionPool;
  #isClosed = false;

  constructor(private readonly options: CompleteOptions) {
    this.#reporter = new Reporter(options);
    this.#sessions = new SessionPool(this.#reporter, options.name);
    process.on('beforeExit', this.#beforeExit);
    process.on('exit', this.#atExit);
  }

  /** Whether it observes nothing any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Begins to observe one connection. */
  connection(facts: ConnectionFacts): ObservedConnection {
    return new ObservedConnection(this.#sessions, facts, this.options.payloads);
  }

  /** Sends what waits, for at most so many milliseconds, unless Crowsnest does not answer. Never rejects. */
  async flush(deadlineMs: number = FLUSH_MS): Promise<void> {
    if (!this.#reporter.isAway) await this.#reporter.flush(deadlineMs);
  }

  /** Ends what is open, sends it, and observes nothing any more. Never rejects. */
  async close(deadlineMs?: number): Promise<void> {
    this.#isClosed = true;
    process.off('beforeExit', this.#beforeExit);
    process.off('exit', this.#atExit);
    this.#sessions.closeAll();
    await this.flush(deadlineMs);
    this.#reporter.close();
  }

  // Nothing keeps the process alive any more, as when a server over stdio has lost its client.
  readonly #beforeExit = (): void => void this.close();

  // The process was ended by a call, such as `process.exit()` in the handler of a signal.
  readonly #atExit = (): void => {
    this.#sessions.closeAll();
    const body = this.#reporter.isAway ? undefined : this.#reporter.lastBody();
    if (body !== undefined) deliverAtExit(this.options, body);
  };
}
