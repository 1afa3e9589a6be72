import type { INestApplication } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { compareEventIds, type CrowsnestEvent, type EventOf, type EventType } from '#contract';
import { EventLog, EventTail } from '#events';

/** Milliseconds after which an awaited event is given up. */
const PATIENCE_MS = 10_000;

/** Every event that an application commits from now on, in the order of its log. */
export class EventRecord {
  readonly events: CrowsnestEvent[] = [];
  readonly #subscription: Subscription;
  readonly #log: EventLog;
  #changed = Promise.withResolvers<void>();

  constructor(app: INestApplication) {
    this.#log = app.get(EventLog);
    const { last } = this.#log;
    this.#subscription = app.get(EventTail).batches.subscribe((batch) => {
      // The tail begins with what it still holds.
      for (const { id, event } of batch.events) if (compareEventIds(id, last) > 0) this.events.push(event);
      const { resolve } = this.#changed;
      this.#changed = Promise.withResolvers();
      resolve();
    });
  }

  all<T extends EventType>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is CrowsnestEvent & EventOf<T> => event.type === type);
  }

  /** Resolves with the first event of a type that matches, at once when it has come already. */
  async until<T extends EventType>(
    type: T,
    matches: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.all(type).find(matches);
      if (found) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`No such ${type}; there are:\n${this.describe()}`);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, left)));
      await Promise.race([this.#changed.promise, late]);
      clearTimeout(timer);
    }
  }

  /** Resolves once everything published so far has been recorded. */
  settled(): Promise<void> {
    return this.#log.flush();
  }

  /** Calls whose start is not followed by exactly one end, and ends without a start. */
  unpairedCalls(): string[] {
    return unpairedCalls(this.events);
  }

  describe(): string {
    return this.events.map(({ type, data }) => `${type} ${JSON.stringify(data)}`).join('\n');
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }
}

/** Calls whose start is not followed by exactly one end, and ends without a start: the steps of each. */
export function unpairedCalls(events: readonly CrowsnestEvent[]): string[] {
  const steps = new Map<string, string>();
  for (const { type, data } of events)
    if (type.startsWith('tool:') && 'callId' in data)
      steps.set(data.callId, `${steps.get(data.callId) ?? ''} ${type}`);
  return [...steps]
    .filter(([, taken]) => !/^ tool:start tool:(done|error)$/.test(taken))
    .map(([callId, taken]) => callId + taken);
}
