import type { EventDraft } from '#contract';
import { LogError } from '../log-error.ts';
import { Outage } from '../outage.ts';

/** What may fail independently: appending, reading back, and staying in touch with the other instances. */
export type BrokerTask = 'append' | 'read' | 'attend';

const MEANWHILE = 'Events wait in memory, and are told once the broker has them.';

/**
 * Knows whether the broker can be used. A connection that breaks is opened again at once, so an outage begins only when
 * a task fails twice in a row. It ends when every task works again and no event waits.
 */
export class BrokerHealth {
  /** Failures in a row. */
  readonly #failures = new Map<BrokerTask, number>();
  #outage: Outage | undefined;

  constructor(
    /** Publishes an event about the log. */
    private readonly publish: (draft: EventDraft) => void,
    /** Whether no event waits for the broker. */
    private readonly isDrained: () => boolean,
  ) {}

  get isDegraded(): boolean {
    return this.#outage !== undefined;
  }

  /** Notes that a task failed; returns the number of milliseconds to wait before it is tried again. */
  failed(task: BrokerTask, error: unknown): number {
    const failures = (this.#failures.get(task) ?? 0) + 1;
    this.#failures.set(task, failures);
    const isFinal = error instanceof LogError && FINAL.has(error.code);
    if (failures > 1 || isFinal) this.begin(error instanceof Error ? error.message : String(error));
    return failures === 1 ? 0 : RETRY_MS;
  }

  works(task: BrokerTask): void {
    this.#failures.delete(task);
    if (!this.#outage || this.#failures.size > 0 || !this.isDrained()) return;
    const outage = this.#outage;
    this.#outage = undefined;
    this.publish(outage.end());
  }

  begin(error: string): void {
    const cause = error.replace(/\.$/, '');
    if (this.#outage) return this.#outage.goesOn(cause);
    this.#outage = new Outage(cause, MEANWHILE);
    this.publish(this.#outage.degraded);
  }

  /** Notes that the queue had to drop events. */
  dropped(count: number): void {
    if (this.#outage) this.#outage.lost += count;
  }
}

/** Milliseconds between two attempts. */
const RETRY_MS = 250;

/** Errors that a new connection does not mend. */
const FINAL: ReadonlySet<string> = new Set(['LOG_STALLED']);
