import type { ToHost, ToTab } from '../messages.ts';
import { backOffMs } from '../stream/back-off.ts';
import { Watchdog } from '../stream/watchdog.ts';
import type { Door, Way } from './door.ts';

/** How long a host may take to answer first, and to give the next sign of life, in milliseconds. */
const PATIENCE_MS = { first: 10_000, later: 70_000 };
const FIRST_WAIT_MS = 1_000;

/** What a tab does about the host. */
export interface Tenant {
  /** What the tab watches. Said whenever a host does not know the tab. */
  introduce(): ToHost;
  hear(message: Exclude<ToTab, { kind: 'introduce' }>): void;
  /** No host can be started. Another attempt follows at `retryAt`, in milliseconds since 1970. */
  strand(retryAt: number, attempt: number): void;
}

/**
 * Keeps a way to the host open. Takes the first door that opens, and the next one if it never led to a host. Opens the
 * door again when a host falls silent.
 */
export class HostLink {
  #way: Way | undefined;
  #watchdog: Watchdog | undefined;
  #hasAnswered = false;
  #door = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `doors`: the ways that this browser has to a host, the best one first. */
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

  /** Leaves the host, and does not come back. */
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

  /** No door has led to a host: begins with the first one again after a while. */
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
