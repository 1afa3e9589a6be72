import { Injectable } from '@nestjs/common';
import { EventBus, EventLog, InstanceKeeper } from '#events';
import { MetricsRegistry } from './metrics-registry.ts';

const COMMIT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** Measures the event log, and the instances that share it. */
@Injectable()
export class LogMetrics {
  constructor(registry: MetricsRegistry, bus: EventBus, log: EventLog, instances: InstanceKeeper) {
    const events = registry.counter('crowsnest_events_total', 'Events that this process published.', [
      'type',
    ]);
    bus.on('happened', 'Metrics of events', ({ type }) => events.inc({ type }));
    const delay = registry.histogram(
      'crowsnest_log_commit_delay_seconds',
      'Time from the first event of a batch to the delivery of the batch, by the clocks of the instances.',
      { buckets: COMMIT_BUCKETS },
    );
    bus.on('committed', 'Metrics of commits', ({ events: [first] }) => {
      if (first) delay.observe(Math.max(0, Date.now() - Date.parse(first.timestamp)) / 1_000);
    });
    registry.gauge('crowsnest_log_degraded', '1 while the log cannot commit events, and 0 otherwise.', () =>
      Number(log.condition === 'degraded'),
    );
    registry.gauge('crowsnest_log_waiting_events', 'Events that wait to be committed.', () => log.waiting);
    registry.gauge(
      'crowsnest_instances',
      'Instances that are up, as this one knows.',
      () => instances.list().length,
    );
    registry.gauge(
      'crowsnest_log_lag_events',
      'Events in the log that this instance has not delivered yet.',
      () => log.membership?.lag.events ?? 0,
    );
  }
}
