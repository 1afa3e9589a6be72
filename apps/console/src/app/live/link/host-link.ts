import type { ToHost, ToTab } from '../messages.ts';
import { backOffMs } from '../stream/back-off.ts';
import { Watchdog } from '../stream/watchdog.ts';
import type { Door, Way } from './door.ts';

/** Maximum time until the first message of a host, and between later ones, in milliseconds. */
const PATIENCE_MS = { first: 10_000, later: 70_000 };
const FIRST_WAIT_MS = 1_000;

/** The tab that a link connects to the host. */
export interface Tenant {
  /** Returns the message with which the tab introduces itself to a host. */
  introduce(): ToHost;
  hear(message: Exclude<ToTab, { kind: 'introduce' }>): void;
  /** Called when no host can be started. Another attempt follows at `retryAt`, in milliseconds since 1970. */
  strand(retryAt: number, attempt: number): void;
}

/**
 * Keeps a connection to the host open. Uses the first door that works, and tries the next one if no host has answered.
 * Opens the same door again when a host stops responding.
 */
export class HostLink {
  #way: Way | undefined;
  #watchdog: Watchdog | undefined;
  #hasAnswered = false;
  #door = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `doors` are the ways to connect to a host in this browser, the best one first. */
  constructor(
    private readonly doors: readonly Door[],
    private readonly tenant: Tenant,
  ) {}

  open(): void {
    this.#close();
    const door = this.doors[this.#door];
    if (!door) return this.#wait();
    this.#hasAnswered = false;
    this.#watch(new Watchdog(PATIENCE_MS.first));
    const isCurrent = this.#watchdog;
    const ifCurrent = (act: () => void): void => void (this.#watchdog === isCurrent && act());
    try {
      this.#way = door(
        (message) => ifCurrent(() => this.#hear(message)),
        () => ifCurrent(() => this.#fail()),
      );
      this.send(this.tenant.introduce());
    } catch {
      this.#fail();
    }
  }

  send(message: ToHost): void {
    this.#way?.send(message);
  }

  /** Leaves the host for good. */
  close(): void {
    this.send({ kind: 'leave' });
    this.#close();
  }

  #hear(message: ToTab): void {
    this.#hasAnswered = true;
    this.#failures = 0;
    this.#watchdog?.feed(PATIENCE_MS.later);
    if (message.kind === 'introduce') this.send(this.tenant.introduce());
    else this.tenant.hear(message);
  }

  #fail(): void {
    if (!this.#hasAnswered) this.#door += 1;
    this.open();
  }

  /** Starts again with the first door after a wait, because no door has led to a host. */
  #wait(): void {
    this.#door = 0;
    this.#failures += 1;
    const ms = backOffMs(this.#failures, FIRST_WAIT_MS, Math.random);
    this.tenant.strand(Date.now() + ms, this.#failures);
    this.#timer = setTimeout(() => this.open(), ms);
  }

  #watch(watchdog: Watchdog): void {
    this.#watchdog = watchdog;
    watchdog.signal.addEventListener('abort', () => {
      if (this.#watchdog === watchdog) this.#fail();
    });
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#watchdog?.stop();
    this.#watchdog = undefined;
    this.#way?.close();
    this.#way = undefined;
  }
}
