import { problemOfNatsUrl } from './nats/nats-url.ts';
import { problemOfRedisUrl } from './redis/redis-url.ts';

/** Where the log is stored: `memory:`, `sqlite:PATH`, `redis://HOST:PORT` or `nats://HOST:PORT` (`rediss:`, `tls:` with TLS). */
export type LogUrl = string;

/** The engines by the scheme of their URL. */
export type LogScheme = 'memory' | 'sqlite' | 'redis' | 'rediss' | 'nats' | 'tls';

/** Redis keeps all events in memory, so it keeps fewer than a file. */
const DEFAULT_MAX_EVENTS = {
  memory: 50_000,
  sqlite: 1_000_000,
  redis: 250_000,
  rediss: 250_000,
  nats: 1_000_000,
  tls: 1_000_000,
} as const satisfies Record<LogScheme, number>;

/** The scheme of a URL; undefined if no engine of this version has it. */
export function schemeOf(url: LogUrl): LogScheme | undefined {
  const [scheme = ''] = url.split(':', 1);
  return scheme in DEFAULT_MAX_EVENTS ? (scheme as LogScheme) : undefined;
}

/** The maximum number of events that the engine of a URL keeps by default. */
export function defaultMaxEvents(url: LogUrl): number {
  return DEFAULT_MAX_EVENTS[schemeOf(url) ?? 'memory'];
}

/** Whether several processes may share the log. */
export function isSharedLog(url: LogUrl): boolean {
  const scheme = schemeOf(url);
  return scheme !== undefined && scheme !== 'memory' && scheme !== 'sqlite';
}

/** What is wrong with a log URL, as a clause without its credentials; undefined if it is valid. */
export function problemOfLogUrl(url: LogUrl): string | undefined {
  switch (schemeOf(url)) {
    case 'memory':
      return url === 'memory:' ? undefined : 'names no engine';
    case 'sqlite':
      return problemOfPath(url.slice('sqlite:'.length));
    case 'redis':
    case 'rediss':
      return problemOfRedisUrl(url);
    case 'nats':
    case 'tls':
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
