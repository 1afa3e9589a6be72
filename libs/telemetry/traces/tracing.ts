import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InstanceKeeper } from '#events';
import { UpstreamObservation } from '#gateway';
import { Observation } from '#mcp';
import { loggableError } from '#redaction';
import { Shutdown } from '#shutdown';
import { Offers } from '#tools';
import { TELEMETRY_MODULE_OPTIONS, type TelemetryModuleOptions } from '../telemetry.module-definition.ts';
import type { EarlySampling } from './early-sampling.ts';
import { loadApi, registeredProvider, type OpenTelemetryApi } from './open-telemetry-api.ts';
import { OpenTelemetryTracer } from './open-telemetry-tracer.ts';
import { startOwnSdk } from './own-sdk.ts';
import { notInstalled } from './sdk-packages.ts';
import { SpanNames } from './span-names.ts';

/**
 * Traces requests if the application has registered a tracer provider by the time it starts, or if the options name a
 * receiver of spans. Otherwise no package of OpenTelemetry is loaded, and a request costs nothing.
 */
@Injectable()
export class Tracing implements OnApplicationBootstrap {
  readonly #logger = new Logger('Traces');
  readonly #ends: (() => void | Promise<void>)[] = [];

  constructor(
    private readonly observation: Observation,
    private readonly upstreams: UpstreamObservation,
    private readonly offers: Offers,
    private readonly instances: InstanceKeeper,
    @Inject(TELEMETRY_MODULE_OPTIONS) private readonly options: TelemetryModuleOptions,
    shutdown: Shutdown,
  ) {
    // Every request has its answer by then, so every span has ended.
    shutdown.during(
      'flush the log',
      () => this.#end(),
      () => 'the receiver of spans',
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    const { otlpEndpoint } = this.options;
    if (registeredProvider() !== undefined) await this.#followHost(otlpEndpoint);
    else if (otlpEndpoint !== undefined) await this.#sendTo(otlpEndpoint);
  }

  async #followHost(otlpEndpoint: string | undefined): Promise<void> {
    if (otlpEndpoint !== undefined)
      this.#logger.log(
        `Spans go to the SDK of OpenTelemetry that this process has already, and not to ${otlpEndpoint}`,
      );
    const api = await loadApi().catch((error: unknown) => this.#logger.warn(loggableError(error)));
    if (!api) return;
    if (api.trace.getTracerProvider() === registeredProvider()) return this.#trace(api);
    this.#logger.warn(
      'Requests are not traced: the tracer provider of this application was registered with another version of ' +
        '@opentelemetry/api than the one that Crowsnest finds. Run: npm dedupe @opentelemetry/api',
    );
  }

  async #sendTo(endpoint: string): Promise<void> {
    // https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
    if (process.env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true')
      return this.#logger.log(`No spans go to ${endpoint}, because OTEL_SDK_DISABLED is set`);
    const api = await loadApi().catch((error: unknown) => {
      throw notInstalled(error);
    });
    const { instance } = this.instances;
    const { sampling, end } = await startOwnSdk(api, {
      endpoint,
      version: this.options.version ?? '',
      instance,
    });
    this.#trace(api, sampling);
    this.#ends.push(end);
  }

  #trace(api: OpenTelemetryApi, sampling?: EarlySampling): void {
    const names = new SpanNames(this.offers);
    const tracer = new OpenTelemetryTracer(api, names, this.options.version ?? '', sampling);
    this.#ends.push(this.observation.traceWith(tracer), this.upstreams.traceWith(tracer));
  }

  async #end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
  }
}
