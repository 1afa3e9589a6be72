import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Observation } from '#mcp';
import { Offer } from '#tools';
import { TELEMETRY_MODULE_OPTIONS, type TelemetryModuleOptions } from '../telemetry.module-definition.ts';
import { loadApi, registeredProvider, type OpenTelemetryApi } from './open-telemetry-api.ts';
import { OpenTelemetryTracer } from './open-telemetry-tracer.ts';
import { SpanNames } from './span-names.ts';

/**
 * Traces requests if the application has registered a tracer provider by the time it starts. Otherwise no package of
 * OpenTelemetry is loaded, and a request costs nothing.
 */
@Injectable()
export class Tracing implements OnApplicationBootstrap {
  readonly #logger = new Logger('Traces');

  constructor(
    private readonly observation: Observation,
    private readonly offer: Offer,
    @Inject(TELEMETRY_MODULE_OPTIONS) private readonly options: TelemetryModuleOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (registeredProvider() === undefined) return;
    const api = await this.#loadApi();
    if (!api) return;
    const names = new SpanNames(this.offer);
    this.observation.traceWith(new OpenTelemetryTracer(api, names, this.options.version ?? ''));
  }

  async #loadApi(): Promise<OpenTelemetryApi | undefined> {
    try {
      const api = await loadApi();
      if (api.trace.getTracerProvider() === registeredProvider()) return api;
      this.#logger.warn(
        'Requests are not traced: the tracer provider of this application was registered with another version of ' +
          '@opentelemetry/api than the one that Crowsnest finds. Run: npm dedupe @opentelemetry/api',
      );
    } catch (error) {
      this.#logger.warn(
        `Requests are not traced, because @opentelemetry/api cannot be loaded: ${String(error)}`,
      );
    }
    return undefined;
  }
}
