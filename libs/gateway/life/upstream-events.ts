import type { EventPublisher } from '#events';
import type { HealthListener } from './upstream-health.ts';

/** Publishes what becomes of an upstream. One of a single tenant tells that tenant, any other those who see all. */
export function upstreamEvents(
  publisher: EventPublisher,
  upstream: string,
  tenants: readonly string[] = [],
): HealthListener {
  const about = { sessionId: '', tenantId: (tenants.length === 1 && tenants[0]) || '' };
  return {
    up: (downMs) => {
      const data = { upstream, ...(downMs !== undefined && { downMs: Math.round(downMs) }) };
      publisher.publish({ ...about, type: 'upstream:up', data });
    },
    down: ({ code: reason, message, exitCode, signal, stderr }) => {
      const how = {
        ...(exitCode !== undefined && { exitCode }),
        ...(signal && { signal }),
        ...(stderr !== undefined && { stderr }),
      };
      publisher.publish({ ...about, type: 'upstream:down', data: { upstream, reason, message, ...how } });
    },
  };
}
