import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** Ids that are drawn at a time: one costs a fraction then of what it costs between other work. */
const DRAWN = 128;

/** The ids of new traces and spans. That of the next trace is known before it is taken, so it can be decided by. */
export class ForeseenIds implements IdGenerator {
  readonly #traceIds: string[] = [];
  readonly #spanIds: string[] = [];

  constructor(private readonly ids: IdGenerator) {}

  /** What {@link generateTraceId} returns next. */
  get nextTraceId(): string {
    refill(this.#traceIds, () => this.ids.generateTraceId());
    return this.#traceIds.at(-1)!;
  }

  generateTraceId(): string {
    refill(this.#traceIds, () => this.ids.generateTraceId());
    return this.#traceIds.pop()!;
  }

  generateSpanId(): string {
    refill(this.#spanIds, () => this.ids.generateSpanId());
    return this.#spanIds.pop()!;
  }
}

function refill(ids: string[], draw: () => string): void {
  if (ids.length > 0) return;
  for (let drawn = 0; drawn < DRAWN; drawn += 1) ids.push(draw());
}
