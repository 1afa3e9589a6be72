import { Injectable } from '@nestjs/common';
import { EventBus, EventLog, InstanceKeeper } from '#events';
import { IO_BUCKETS } from './duration-buckets.ts';
import { MetricsRegistry } from './metrics-registry.ts';

/** Measures the event log, and the instances that share it. */
@Injectable()
export class LogMetrics {
  constructor(
    private readonly registry: MetricsRegistry,
    private readonly bus: EventBus,
    log: EventLog,
    instances: InstanceKeeper,
  ) {
    this.#countEvents();
    this.#measureCommits();
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

  #countEvents(): void {
    const { registry, bus } = this;
    const published = new Map<string, number>();
    registry.labelledReadCounter(
      'crowsnest_events_total',
      'Events that this process published.',
      'type',
      () => published,
    );
    bus.on('happened', 'Metrics of events', ({ type }) => {
      published.set(type, (published.get(type) ?? 0) + 1);
    });
    const dropped = registry.counter(
      'crowsnest_events_dropped_total',
      'Events that the log will never have: too many waited for it (queue-full), or they have no JSON (no-json).',
      ['reason'],
    );
    for (const reason of ['queue-full', 'no-json']) dropped.inc({ reason }, 0);
    bus.on('dropped', 'Metrics of dropped events', ({ count, reason }) => dropped.inc({ reason }, count));
  }

  #measureCommits(): void {
    const { registry, bus } = this;
    const delay = registry.histogram(
      'crowsnest_log_commit_delay_seconds',
      'Time from the first event of a batch to the delivery of the batch, by the clocks of the instances.',
      { buckets: IO_BUCKETS },
    );
    bus.on('committed', 'Metrics of delays', ({ events: [first] }) => {
      if (first) delay.observe(Math.max(0, Date.now() - Date.parse(first.timestamp)) / 1_000);
    });
    const duration = registry.histogram(
      'crowsnest_log_commit_duration_seconds',
      'Duration of an attempt to store waiting events, by its outcome: done or failed.',
      { labelNames: ['outcome'], buckets: IO_BUCKETS },
    );
    bus.on('attempted', 'Metrics of commits', ({ durationMs, isStored }) =>
      duration.observe({ outcome: isStored ? 'done' : 'failed' }, durationMs / 1_000),
    );
  }
}
