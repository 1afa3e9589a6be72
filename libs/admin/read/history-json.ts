import type { LoggedEvent } from '#events';

/** A `HistoryPage` as JSON: events are encoded once, when they are numbered, and not again here. */
export function historyJson(events: readonly LoggedEvent[]): string {
  return `{"events":[${events.map((logged) => logged.json).join(',')}]}`;
}
