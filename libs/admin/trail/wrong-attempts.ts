import { Injectable } from '@nestjs/common';
import { Shutdown } from '#shutdown';
import { AuditTrail } from './audit-trail.ts';

const WINDOW_MS = 60_000;
/** Maximum number of networks that are told one by one. */
const MAX_NETWORKS = 100;
/** Stands for the networks beyond. */
const OTHERS = 'other networks';

interface Window {
  /** Number of attempts after the first one. */
  more: number;
  timer: NodeJS.Timeout;
}

/**
 * Records attempts to sign in with a wrong token or a wrong answer of a provider. The first one of a network is recorded at
 * once, and those of the minute that follows together, at its end. So whoever guesses cannot fill the log.
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
  count(network: string): void {
    const window = this.#windows.get(network);
    if (window) window.more += 1;
    else if (network !== OTHERS && this.#windows.size >= MAX_NETWORKS) this.count(OTHERS);
    else this.#begin(network);
  }

  #begin(network: string): void {
    this.#record(network, 1);
    const timer = setTimeout(() => this.#end(network), WINDOW_MS).unref();
    this.#windows.set(network, { more: 0, timer });
  }

  #end(network: string): void {
    const window = this.#windows.get(network);
    this.#windows.delete(network);
    clearTimeout(window?.timer);
    if (window && window.more > 0) this.#record(network, window.more);
  }

  #endAll(): void {
    for (const network of this.#windows.keys()) this.#end(network);
  }

  #record(network: string, attempts: number): void {
    this.trail.recordUnknown('admin:sign-in', network, {
      outcome: 'refused',
      reason: 'The credentials are wrong',
      attempts,
    });
  }
}
