import { setTimeout as pause } from 'node:timers/promises';
import type { EventFilter } from '#contract';
import type { EventRecordBook } from '../chaos/event-record-book.ts';
import { StreamConnection } from '../chaos/stream-connection.ts';
import { positionOf } from '../chaos/stream-verdict.ts';
import type { Random } from '../environment/random.ts';

const FILTERS: EventFilter[] = [
  {},
  {},
  {},
  { types: ['tool:done', 'tool:error'] },
  { tenants: ['acme'] },
  { tools: ['get_current_weather'], types: ['tool:start'] },
];
/** How it reconnects: with its last id, live, or with an id that it was told earlier. */
const WAYS = ['right', 'right', 'right', 'right', 'right', 'none', 'old'] as const;
/** Milliseconds between two attempts to connect. */
const RETRY_MS = 50;

/** A subscriber that goes on at another instance whenever its connection ends. */
export class HoppingSubscriber {
  readonly filter: EventFilter;
  readonly connections: StreamConnection[] = [];
  #ways: readonly (typeof WAYS)[number][] = WAYS;
  #position: string | undefined;
  #current: StreamConnection | undefined;

  constructor(
    private readonly random: Random,
    private readonly origins: () => readonly string[],
  ) {
    this.filter = random.pick(FILTERS);
  }

  /** Where it is: the last id that it was told. */
  get position(): string | undefined {
    return this.#current?.hello ? positionOf(this.#current) : this.#position;
  }

  /** Stays connected to one instance or another until the signal aborts. */
  async follow(stopped: AbortSignal): Promise<void> {
    stopped.addEventListener('abort', () => this.hop());
    while (!stopped.aborted) {
      const connection = this.#open();
      await connection.over;
      this.#position = this.position;
      this.#current = undefined;
      if (!connection.hello) await pause(RETRY_MS);
    }
  }

  /** Whether it was told every event that it wants. */
  hasAll(record: EventRecordBook): boolean {
    return this.position !== undefined && record.next(this.position, this.filter) === undefined;
  }

  /** Cuts its connection; it opens another one. */
  hop(): void {
    this.#current?.cut();
  }

  /** From now on it resumes where it is. */
  settle(): void {
    this.#ways = ['right'];
    this.hop();
  }

  #open(): StreamConnection {
    const lastEventId = this.#startOf(this.random.pick(this.#ways));
    const asked = { filter: this.filter, ...(lastEventId !== undefined && { lastEventId }) };
    this.#current = new StreamConnection(this.random.pick(this.origins()), asked);
    this.connections.push(this.#current);
    return this.#current;
  }

  #startOf(way: (typeof WAYS)[number]): string | undefined {
    if (way === 'none') return undefined;
    const told = this.connections.at(-1)?.told ?? [];
    if (way === 'right' || told.length === 0) return this.#position;
    const one = this.random.pick(told);
    return 'gap' in one ? one.gap.resumedAfter : one.event.id;
  }
}
