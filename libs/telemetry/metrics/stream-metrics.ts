import { Injectable } from '@nestjs/common';
import { StreamHub } from '#admin';
import { MetricsRegistry } from './metrics-registry.ts';

/** Counts the streams of admins. */
@Injectable()
export class StreamMetrics {
  constructor(registry: MetricsRegistry, hub: StreamHub) {
    registry.gauge('crowsnest_stream_subscribers', 'Open streams of admins.', () => hub.subscribers.open);
    registry.gauge(
      'crowsnest_stream_subscribers_behind',
      'Open streams of admins whose clients have not taken all that was sent.',
      () => hub.subscribers.behind,
    );
  }
}
