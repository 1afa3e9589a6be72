import { Injectable, Logger } from '@nestjs/common';
import { loggableError } from '#redaction';

/** Milliseconds for which further failures of one receiver are counted but not logged. */
const QUIET_MS = 10_000;

interface Failures {
  count: number;
  /** When the last failure was logged, on the clock of `performance.now()`. */
  loggedAt: number;
}

/**
 * Runs the stages of the event pipe and the application's listeners so that none of them can harm another. When one
 * throws or rejects, the failure is counted under its name and logged, at most once every ten seconds per name.
 */
@Injectable()
export class DeliveryGuard {
  readonly #logger = new Logger('Events');
  readonly #failures = new Map<string, Failures>();

  /** Runs `work`; never throws, and handles a promise that it returns. */
  run(name: string, work: () => unknown): void {
    this.pass(name, work, undefined);
  }

  /** Like {@link run} with an argument, for what is called so often that each would need a closure of its own. */
  pass<T>(name: string, receive: (payload: T) => unknown, payload: T): void {
    try {
      const result = receive(payload);
      if (isThenable(result)) result.then(undefined, (error: unknown) => this.report(name, error));
    } catch (error) {
      this.report(name, error);
    }
  }

  /** Counts and logs a failure; never throws, whatever the error is. */
  report(name: string, error: unknown): void {
    const failures = this.#failures.get(name) ?? { count: 0, loggedAt: -Infinity };
    this.#failures.set(name, failures);
    failures.count += 1;
    const now = performance.now();
    if (now - failures.loggedAt < QUIET_MS) return;
    failures.loggedAt = now;
    try {
      this.#logger.error(`${name} failed (${failures.count} in total): ${loggableError(error)}`);
    } catch {
      // The application's own logger failed, so there is nobody left to inform.
    }
  }

  /** Number of failures since the start, by the name of the stage or listener. */
  get failures(): ReadonlyMap<string, number> {
    return new Map(Array.from(this.#failures, ([name, { count }]) => [name, count]));
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
