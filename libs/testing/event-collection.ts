import type { INestApplication } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import { compareEventIds, type CrowsnestEvent, type EventId, type EventOf, type EventType } from '#contract';
import { EventLog, EventTail, type EventBatch } from '#events';
import { isSelected, type EventSelection } from './event-selection.ts';

/** Events that an application has published since the collection began, in the order of its log. */
export class EventCollection {
  readonly events: CrowsnestEvent[] = [];
  readonly #additions = new Subject<void>();
  readonly #log: EventLog;
  #since: EventId;
  /** The number of earlier events that are still to come. */
  #earlier: number;

  constructor(
    app: INestApplication,
    private readonly selection: EventSelection,
  ) {
    this.#log = app.get(EventLog);
    this.#since = this.#log.last;
    this.#earlier = pendingIn(this.#log);
    const subscription = app.get(EventTail).batches.subscribe({
      next: (batch) => this.#add(batch),
      complete: () => this.stop(),
    });
    this.#additions.subscribe({ complete: () => subscription.unsubscribe() });
  }

  /** The position in the log after which it collects. */
  get since(): EventId {
    return this.#since;
  }

  /** Emits when events have been added; completes when the collection stops. */
  get additions(): Observable<void> {
    return this.#additions.asObservable();
  }

  /** The collected events of one type. */
  all<T extends EventType>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is CrowsnestEvent & EventOf<T> => event.type === type);
  }

  /** Resolves once everything that has happened so far has been collected. */
  settled(): Promise<void> {
    return this.#log.flush();
  }

  /** Stops collecting; the collected events remain. A collection also stops when the application closes. */
  stop(): void {
    this.#additions.complete();
  }

  #add({ events }: EventBatch): void {
    // The tail first replays the events that it holds.
    const fresh = events.map(({ event }) => event).filter(({ id }) => compareEventIds(id, this.#since) > 0);
    const earlier = fresh.splice(0, this.#earlier);
    this.#earlier -= earlier.length;
    this.#since = earlier.at(-1)?.id ?? this.#since;
    this.events.push(...fresh.filter((event) => isSelected(this.selection, event)));
    this.#additions.next();
  }
}

/**
 * Collects the events that an application publishes from now on: all of them, or the selected ones. Works with any
 * initialized application that imports Crowsnest. If several instances share its log, events that it has published just
 * before may be among them.
 */
export function collectEvents(app: INestApplication, selection: EventSelection = {}): EventCollection {
  return new EventCollection(app, selection);
}

/** The number of events that were published and are still to be told. */
function pendingIn(log: EventLog): number {
  // A log that cannot commit has told what waits. In a shared log, events of others may come before those that wait.
  return log.isShared || log.condition === 'degraded' ? 0 : log.waiting;
}
