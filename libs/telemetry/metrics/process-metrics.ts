import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { MetricsRegistry } from './metrics-registry.ts';

const NANOSECONDS = 1e9;

/**
 * Measures the process. It measures the delay of the event loop itself: the default metrics of prom-client begin
 * measurements that an application which closes cannot end.
 */
@Injectable()
export class ProcessMetrics implements OnModuleDestroy {
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });

  constructor(registry: MetricsRegistry) {
    registry.gauge(
      'process_start_time_seconds',
      'When the process started, in seconds since 1970.',
      () => performance.timeOrigin / 1_000,
    );
    registry.readCounter('process_cpu_seconds_total', 'Processor time of the process.', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    registry.gauge('process_resident_memory_bytes', 'Memory of the process.', () =>
      process.memoryUsage.rss(),
    );
    registry.gauge(
      'nodejs_heap_size_used_bytes',
      'Memory of objects of JavaScript.',
      () => process.memoryUsage().heapUsed,
    );
    registry.labelledGauge(
      'nodejs_eventloop_delay_seconds',
      'How late the event loop is, since the metrics were read last.',
      'quantile',
      () => this.#takeDelay(),
    );
    this.#delay.enable();
  }

  onModuleDestroy(): void {
    this.#delay.disable();
  }

  #takeDelay() {
    const seconds = (quantile: number): [string, number] => [
      String(quantile),
      this.#delay.percentile(quantile * 100) / NANOSECONDS,
    ];
    const delays = [seconds(0.5), seconds(0.99), seconds(1)];
    this.#delay.reset();
    return delays;
  }
}
