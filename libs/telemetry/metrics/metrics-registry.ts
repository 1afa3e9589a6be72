import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, type RegistryContentType } from 'prom-client';

/** The two text formats. Only OpenMetrics has exemplars. */
export const OPEN_METRICS = Registry.OPENMETRICS_CONTENT_TYPE;
export const PROMETHEUS = Registry.PROMETHEUS_CONTENT_TYPE;

/** The value of a gauge with one label, by the value of the label. */
export type LabelledValues = Iterable<readonly [label: string, value: number]>;

/** What a metric is, without its values. */
export interface DeclaredMetric {
  name: string;
  type: string;
  help: string;
  labelNames: readonly string[];
}

/** The metrics of one application. */
@Injectable()
export class MetricsRegistry {
  readonly #registry = new Registry<RegistryContentType>();
  #rendered: Promise<unknown> = Promise.resolve();

  constructor() {
    // Only a registry for OpenMetrics takes metrics with exemplars.
    this.#registry.setContentType(OPEN_METRICS);
  }

  /** A number that only grows. Its name ends with `_total`. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  histogram<L extends string>(
    name: string,
    help: string,
    { labelNames = [], buckets }: { labelNames?: readonly L[]; buckets: number[] },
  ): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.#registry] });
  }

  /** A histogram that leads from a bucket to the trace of something in it. `beforeRead` is called before it is read. */
  tracedHistogram<L extends string>(
    name: string,
    help: string,
    { beforeRead, ...labels }: { labelNames: readonly L[]; buckets: number[]; beforeRead: () => void },
  ): Histogram<L | 'trace_id'> {
    const registers = [this.#registry];
    const config = { name, help, ...labels, enableExemplars: true, registers, collect: beforeRead };
    return new Histogram<L | 'trace_id'>(config);
  }

  /** A number that `read` returns whenever the metrics are asked for. */
  gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect: () => gauge.set(read()),
    });
  }

  /** Like {@link gauge}, for several values that a label tells apart. */
  labelledGauge(name: string, help: string, label: string, read: () => LabelledValues): void {
    const gauge: Gauge = new Gauge<string>({
      name,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect: () => {
        gauge.reset();
        for (const [value, number] of read()) gauge.set({ [label]: value }, number);
      },
    });
  }

  /** Like {@link labelledGauge}, for several labels. */
  labelledGauges(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Promise<Iterable<readonly [labels: Record<string, string>, value: number]>>,
  ): void {
    const gauge: Gauge = new Gauge<string>({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect: async () => {
        const values = await read();
        gauge.reset();
        for (const [labels, value] of values) gauge.set(labels, value);
      },
    });
  }

  /** A number that only grows and that `read` returns whenever the metrics are asked for. */
  readCounter(name: string, help: string, read: () => number): void {
    const counter: Counter = new Counter({
      name,
      help,
      registers: [this.#registry],
      collect: () => {
        counter.reset();
        counter.inc(read());
      },
    });
  }

  /** Like {@link readCounter}, for several values that a label tells apart. */
  labelledReadCounter(name: string, help: string, label: string, read: () => LabelledValues): void {
    const counter: Counter = new Counter<string>({
      name,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect: () => {
        counter.reset();
        for (const [value, number] of read()) counter.inc({ [label]: value }, number);
      },
    });
  }

  /** What each metric is, for documents about them. */
  get declared(): DeclaredMetric[] {
    const metrics = this.#registry.getMetricsAsArray() as unknown as DeclaredMetric[];
    return metrics.map(({ name, type, help, labelNames }) => ({ name, type, help, labelNames }));
  }

  /** All metrics in a format. */
  text(format: RegistryContentType): Promise<string> {
    // One after another: prom-client keeps the format in the registry.
    const rendered = this.#rendered.then(() => this.#render(format));
    this.#rendered = rendered.catch(() => undefined);
    return rendered;
  }

  async #render(format: RegistryContentType): Promise<string> {
    const metrics = this.#registry.getMetricsAsArray();
    const names = metrics.map(({ name }) => name);
    this.#registry.setContentType(format);
    try {
      return await this.#registry.metrics();
    } finally {
      // For OpenMetrics, prom-client takes `_total` off the names of counters.
      metrics.forEach((metric, index) => (metric.name = names[index] ?? metric.name));
    }
  }
}
