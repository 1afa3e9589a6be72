import { EmbeddedEventLog } from './embedded/embedded-event-log.ts';
import type { EventLog } from './event-log.ts';
import type { Retention } from './embedded/event-store.ts';
import { LogError } from './log-error.ts';
import { MemoryEventStore } from './embedded/memory-event-store.ts';
import { PunctualStore } from './embedded/punctual-store.ts';
import { SqliteEventStore } from './sqlite/sqlite-event-store.ts';

/** Where the log is stored: `memory:` or `sqlite:PATH`. */
export type LogUrl = string;

const DEFAULT_MAX_AGE_MS = 7 * 24 * 3_600_000;
const DEFAULT_MAX_EVENTS = { memory: 50_000, sqlite: 1_000_000 };

/** Creates the engine for a log URL, without opening it. Throws a `LogError` if no engine supports the URL. */
export function createEventLog(url: LogUrl, retention: Partial<Retention> = {}): EventLog {
  const { maxAgeMs = DEFAULT_MAX_AGE_MS } = retention;
  if (url === 'memory:') {
    const { maxEvents = DEFAULT_MAX_EVENTS.memory } = retention;
    return new EmbeddedEventLog(new MemoryEventStore({ maxEvents, maxAgeMs }));
  }
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : '';
  if (!path)
    throw new LogError('LOG_UNSUPPORTED', `No event log engine takes "${url}": use memory: or sqlite:PATH.`);
  const { maxEvents = DEFAULT_MAX_EVENTS.sqlite } = retention;
  return new EmbeddedEventLog(new PunctualStore(new SqliteEventStore(path, { maxEvents, maxAgeMs })));
}
