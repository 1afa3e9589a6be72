import { Logger } from '@nestjs/common';
import type { ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

// The enum is in a package that is not loaded here.
const SUCCESS: ExportResultCode.SUCCESS = 0;

/** An exporter that logs when the receiver of spans fails, and when it works again. Otherwise nobody would notice. */
export class ReportingExporter implements SpanExporter {
  readonly #logger = new Logger('Traces');
  #lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly endpoint: string,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      this.#report(result, spans.length);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  #report({ code, error }: ExportResult, spans: number): void {
    if (code === SUCCESS) {
      if (this.#lost > 0) this.#logger.log(`${this.endpoint} takes spans again; ${this.#lost} were lost`);
      this.#lost = 0;
      return;
    }
    if (this.#lost === 0)
      this.#logger.warn(
        `${this.endpoint} takes no spans, so they are lost: ${error?.message ?? 'unknown reason'}`,
      );
    this.#lost += spans;
  }
}
