import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The value of a gauge with one label, by the value of the label. */
export type LabelledValues = Iterable<readonly [label: string, value: number]>;

/** The metrics of one application. */
@Injectable()
export class MetricsRegistry {
  readonly #registry = new Registry();

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

  /** All metrics in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }
}
