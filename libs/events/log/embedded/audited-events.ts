import { isAudited } from '#contract';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { AuditRange } from '../event-log.ts';
import { selectEvents } from './ordered-events.ts';

/** Audited events in the memory of the process that its log has dropped. */
export class AuditedEvents {
  #events: LoggedEvent[] = [];

  constructor(
    private readonly maxEvents: number,
    private readonly maxAgeMs: number,
  ) {}

  /** Keeps an event if it is an audited one. */
  add(event: LoggedEvent): void {
    if (!isAudited(event.type)) return;
    this.#events.push(event);
    this.#trim();
  }

  read(range: AuditRange): LoggedEvent[] {
    this.#trim();
    return selectEvents(this.#events, { from: 0, to: this.#events.length }, range).events;
  }

  #trim(): void {
    const oldest = new Date(Math.max(0, Date.now() - this.maxAgeMs)).toISOString();
    const isDropped = ({ timestamp }: LoggedEvent) => timestamp < oldest;
    while (this.#events.length > this.maxEvents || this.#events.slice(0, 1).some(isDropped))
      this.#events.shift();
  }
}
