import { compareEventIds, type EventFilter, type EventId } from '#contract';
import type { RecordedEvent } from './protocol.ts';

/** Every event that a log has committed in all its processes, including those that retention has deleted since. */
export class EventRecordBook {
  readonly events: RecordedEvent[] = [];

  get last(): EventId {
    return this.events.at(-1)?.id ?? ('0' as EventId);
  }

  /** Adds the next events; throws if they would change earlier ones. */
  add(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const before = this.events.at(-1);
      if (before && compareEventIds(event.id, before.id) <= 0) {
        const known = this.events[this.indexAfter(event.id) - 1];
        if (known?.id !== event.id || known.callId !== event.callId || known.type !== event.type)
          throw new Error(`${JSON.stringify(event)} was committed after ${before.id}`);
      } else this.events.push(event);
    }
  }

  has(id: string): boolean {
    return this.events[this.indexAfter(id) - 1]?.id === id;
  }

  /** The first event after a position that matches a filter, up to an optional second position. */
  next(after: string, filter: EventFilter, upTo?: string): RecordedEvent | undefined {
    for (let index = this.indexAfter(after); index < this.events.length; index += 1) {
      const event = this.events[index];
      if (!event || (upTo !== undefined && compareEventIds(event.id, upTo) > 0)) return undefined;
      if (isWanted(filter, event)) return event;
    }
    return undefined;
  }

  /** Number of events after one position and up to another that match a filter. */
  count(after: string, filter: EventFilter, upTo: string): number {
    return this.events
      .slice(this.indexAfter(after), this.indexAfter(upTo))
      .filter((event) => isWanted(filter, event)).length;
  }

  /** The last event that matches a filter. */
  lastWanted(filter: EventFilter): RecordedEvent | undefined {
    return this.events.findLast((event) => isWanted(filter, event));
  }

  /** The index of the first event after a position. */
  indexAfter(id: string): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.events[middle];
      if (at && compareEventIds(at.id, id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

// Written again rather than imported from the contract, because the server's own code is under test.
function isWanted({ types, tenants, sessions, tools }: EventFilter, event: RecordedEvent): boolean {
  const lists: [readonly string[] | undefined, string][] = [
    [types, event.type],
    [tenants, event.tenantId],
    [sessions, event.sessionId],
    [tools, event.tool],
  ];
  return lists.every(([wanted, value]) => !wanted || wanted.includes(value));
}
