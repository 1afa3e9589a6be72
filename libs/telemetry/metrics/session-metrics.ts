import { Injectable } from '@nestjs/common';
import { sourceOf, type SessionOrigin, type UncommittedEvent } from '#contract';
import { EventBus } from '#events';
import { Sources } from '#ingest';
import { SessionRegistry } from '#sessions';
import { DURATION_BUCKETS } from './duration-buckets.ts';
import { MetricsRegistry } from './metrics-registry.ts';

const ORIGINS: readonly SessionOrigin[] = ['protocol', 'derived'];

/**
 * Counts the open sessions of agents that this process serves and of sources outside whose events it takes, and measures how
 * long those of the protocol last that it serves.
 */
@Injectable()
export class SessionMetrics {
  readonly #duration;
  /** When each open session of the protocol began, in milliseconds of `performance.now()`. */
  readonly #openedAt = new Map<string, number>();

  constructor(registry: MetricsRegistry, bus: EventBus, sessions: SessionRegistry, outside: Sources) {
    registry.labelledGauge('crowsnest_sessions_active', 'Open sessions.', 'origin', () =>
      ORIGINS.map((origin) => [origin, sessions.countOfOrigin(origin) + outside.countOfOrigin(origin)]),
    );
    this.#duration = registry.histogram(
      'mcp_server_session_duration_seconds',
      'Duration of sessions, from "initialize" to their end.',
      { buckets: DURATION_BUCKETS },
    );
    bus.on('happened', 'Metrics of sessions', (event) => this.#happened(event));
    bus.on('givenUp', 'Metrics of sessions', () => this.#openedAt.clear());
  }

  #happened({ type, sessionId, data }: UncommittedEvent): void {
    // Every event comes here, and nearly all are of calls.
    if (!type.startsWith('session:')) return;
    // An observer outside tells of sessions that this process does not serve, and maybe long afterwards.
    if (sourceOf({ data }) !== undefined) return;
    if (type === 'session:open' && 'origin' in data && data.origin === 'protocol')
      this.#openedAt.set(sessionId, performance.now());
    if (type !== 'session:close' && type !== 'session:expired') return;
    const openedAt = this.#openedAt.get(sessionId);
    if (openedAt === undefined) return;
    this.#openedAt.delete(sessionId);
    this.#duration.observe((performance.now() - openedAt) / 1_000);
  }
}
