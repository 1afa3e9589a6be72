import { Injectable } from '@nestjs/common';
import { Shutdown } from '#shutdown';
import { AuditTrail } from './audit-trail.ts';

const WINDOW_MS = 60_000;
/** Maximum number of networks, with a kind of failure each, that are told one by one. */
const MAX_WINDOWS = 100;
/** Stands for the networks beyond. */
const OTHERS = 'other networks';

/** How attempts fail. */
const FAILURES = {
  wrong: { outcome: 'refused', reason: 'The credentials are wrong' },
  denied: { outcome: 'refused', reason: 'The provider has not signed the person in' },
  unanswered: { outcome: 'failed', reason: 'The provider cannot be asked' },
} as const;

/** Why an attempt to sign in failed. */
export type AttemptFailure = keyof typeof FAILURES;

interface Window {
  network: string;
  failure: AttemptFailure;
  /** Number of attempts after the first one. */
  more: number;
  timer: NodeJS.Timeout;
}

/**
 * Records attempts to sign in that fail: with a wrong token or a wrong answer of a provider, or because the provider refuses or
 * does not answer. The first one of a network is recorded at once, and those of the minute that follows together, at its end. So
 * whoever guesses cannot fill the log.
 */
@Injectable()
export class WrongAttempts {
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly trail: AuditTrail,
    shutdown: Shutdown,
  ) {
    shutdown.during('end sessions', () => this.#endAll());
  }

  /** Counts an attempt from a network. */
  count(network: string, failure: AttemptFailure): void {
    const key = `${failure} ${network}`;
    const window = this.#windows.get(key);
    if (window) window.more += 1;
    else if (network !== OTHERS && this.#windows.size >= MAX_WINDOWS) this.count(OTHERS, failure);
    else this.#begin(key, network, failure);
  }

  #begin(key: string, network: string, failure: AttemptFailure): void {
    this.#record(network, failure, 1);
    const timer = setTimeout(() => this.#end(key), WINDOW_MS).unref();
    this.#windows.set(key, { network, failure, more: 0, timer });
  }

  #end(key: string): void {
    const window = this.#windows.get(key);
    this.#windows.delete(key);
    clearTimeout(window?.timer);
    if (window && window.more > 0) this.#record(window.network, window.failure, window.more);
  }

  #endAll(): void {
    for (const key of this.#windows.keys()) this.#end(key);
  }

  #record(network: string, failure: AttemptFailure, attempts: number): void {
    this.trail.recordUnknown('admin:sign-in', network, { ...FAILURES[failure], attempts });
  }
}
