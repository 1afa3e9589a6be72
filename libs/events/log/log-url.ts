import { problemOfNatsUrl } from './nats/connection/nats-url.ts';
import { problemOfRedisUrl } from './redis/connection/redis-url.ts';

/**
 * Where the log is stored: `memory:`, `sqlite:PATH`, `redis://HOST:PORT`, `redis+sentinel://HOST:PORT,HOST:PORT/MASTER`,
 * `redis+cluster://HOST:PORT,HOST:PORT` or `nats://HOST:PORT` (`rediss:`, `rediss+sentinel:`, `rediss+cluster:` and `tls:`
 * with TLS).
 */
export type LogUrl = string;

/** What stores a log. */
export type LogEngine = 'memory' | 'sqlite' | 'redis' | 'nats';

const ENGINES = new Map<string, LogEngine>([
  ['memory', 'memory'],
  ['sqlite', 'sqlite'],
  ...['redis', 'redis+sentinel', 'redis+cluster'].map((scheme) => [scheme, 'redis'] as const),
  ...['rediss', 'rediss+sentinel', 'rediss+cluster'].map((scheme) => [scheme, 'redis'] as const),
  ['nats', 'nats'],
  ['tls', 'nats'],
]);

/** Redis keeps all events in memory, so it keeps fewer than a file. */
const DEFAULT_MAX_EVENTS: Record<LogEngine, number> = {
  memory: 50_000,
  sqlite: 1_000_000,
  redis: 250_000,
  nats: 1_000_000,
};

/** The engine that a URL names by its scheme; undefined if this version has none of it. */
export function engineOf(url: LogUrl): LogEngine | undefined {
  return ENGINES.get(url.split(':', 1)[0] ?? '');
}

/** The maximum number of events that the engine of a URL keeps by default. */
export function defaultMaxEvents(url: LogUrl): number {
  return DEFAULT_MAX_EVENTS[engineOf(url) ?? 'memory'];
}

/** Whether several processes may share the log. */
export function isSharedLog(url: LogUrl): boolean {
  const engine = engineOf(url);
  return engine === 'redis' || engine === 'nats';
}

/** Whether the log can drop single events, where those around them stay. */
export function dropsSingleEvents(url: LogUrl): boolean {
  return engineOf(url) !== 'nats';
}

/** What is wrong with a log URL, as a clause without its credentials; undefined if it is valid. */
export function problemOfLogUrl(url: LogUrl): string | undefined {
  switch (engineOf(url)) {
    case 'memory':
      return url === 'memory:' ? undefined : 'names no engine';
    case 'sqlite':
      return problemOfPath(url.slice('sqlite:'.length));
    case 'redis':
      return problemOfRedisUrl(url);
    case 'nats':
      return problemOfNatsUrl(url);
    default:
      return 'names no engine';
  }
}

/** A log URL without the credentials in it. */
export function withoutCredentials(url: LogUrl): string {
  return url.replace(/\/\/.*@/s, '//…@');
}

function problemOfPath(path: string): string | undefined {
  if (path === '') return 'names no engine';
  return path.endsWith('/') || path === ':memory:' ? 'names no file' : undefined;
}
