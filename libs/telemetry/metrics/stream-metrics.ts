import { Injectable } from '@nestjs/common';
import { StreamHub } from '#admin';
import { IO_BUCKETS } from './duration-buckets.ts';
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
    const flush = registry.histogram(
      'crowsnest_stream_flush_duration_seconds',
      'Duration of a delivery of new events to all streams whose clients have caught up.',
      { buckets: IO_BUCKETS },
    );
    hub.flushed.subscribe((ms) => flush.observe(ms / 1_000));
  }
}
