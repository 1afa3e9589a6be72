import { Injectable } from '@nestjs/common';
import { UpstreamRegistry, type Upstream } from '#gateway';
import { MetricsRegistry } from './metrics-registry.ts';

/** Measures the upstream servers behind this process. They are those of the configuration, so labels are bounded. */
@Injectable()
export class UpstreamMetrics {
  constructor(
    registry: MetricsRegistry,
    private readonly upstreams: UpstreamRegistry,
  ) {
    registry.labelledGauge(
      'crowsnest_upstream_up',
      'Whether the upstream server works: 0 after it has failed, until it works again.',
      'upstream',
      () => this.#values(({ isDown }) => (isDown ? 0 : 1)),
    );
    registry.labelledGauge(
      'crowsnest_upstream_sessions',
      'Processes of the upstream server, or its sessions over HTTP.',
      'upstream',
      () => this.#values((upstream) => upstream.use(null).sessions),
    );
    registry.labelledGauge(
      'crowsnest_upstream_requests_in_flight',
      'Requests that the upstream server has not answered.',
      'upstream',
      () => this.#values((upstream) => upstream.use(null).inFlight),
    );
    registry.labelledGauge(
      'crowsnest_upstream_requests_waiting',
      'Requests that wait for a place because of `maxConcurrent`.',
      'upstream',
      () => this.#values((upstream) => upstream.use(null).waiting),
    );
    registry.labelledReadCounter(
      'crowsnest_upstream_restarts_total',
      'How often the upstream server was started or reached again after it had failed.',
      'upstream',
      () => this.#values((upstream) => upstream.use(null).restarts),
    );
  }

  #values(read: (upstream: Upstream) => number): [upstream: string, value: number][] {
    return this.upstreams.all().map((upstream) => [upstream.name, read(upstream)]);
  }
}
