import { setTimeout as pause } from 'node:timers/promises';
import { EarlySampling } from './early-sampling.ts';
import { ForeseenIds } from './foreseen-ids.ts';
import type { OpenTelemetryApi } from './open-telemetry-api.ts';
import { ReportingExporter } from './reporting-exporter.ts';
import { samplerOf } from './sampler.ts';
import { loadSdk } from './load-sdk.ts';

/** Milliseconds that a shutdown waits for the last spans to arrive. */
const FLUSH_MS = 2_000;

/** Where spans go, and what they say about this process. */
export interface OwnSdkOptions {
  /** The base URL of the receiver. */
  endpoint: string;
  version: string;
  instance: string;
}

/** An SDK that is started. */
export interface OwnSdk {
  sampling: EarlySampling;
  /** Sends what is left, for two seconds at most, and takes everything back. */
  end: () => Promise<void>;
}

/**
 * Starts an SDK of OpenTelemetry that sends spans to a receiver, and registers it for the process. It reads the standard
 * variables for the sampler, the resource, and the headers, time-out and compression of the exporter. Rejects with a
 * `TracesError` if the packages are not installed.
 */
export async function startOwnSdk(
  api: OpenTelemetryApi,
  { endpoint, ...service }: OwnSdkOptions,
): Promise<OwnSdk> {
  const packages = await loadSdk();
  const { sdk, core, contexts, exporters } = packages;
  const exporter = new exporters.OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const sampler = samplerOf(sdk, process.env);
  const idGenerator = new ForeseenIds(new sdk.RandomIdGenerator());
  const provider = new sdk.TracerProvider({
    resource: resourceOf(packages, service),
    sampler,
    idGenerator,
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new ReportingExporter(exporter, endpoint) })],
  });
  const propagators = [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()];
  api.trace.setGlobalTracerProvider(provider);
  api.context.setGlobalContextManager(new contexts.AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new core.CompositePropagator({ propagators }));
  const end = async (): Promise<void> => {
    // The exporter has reported a failure already.
    const flushed = provider.shutdown().catch(() => undefined);
    await Promise.race([flushed, pause(FLUSH_MS, undefined, { ref: false })]);
    api.trace.disable();
    api.context.disable();
    api.propagation.disable();
  };
  return { sampling: new EarlySampling(api, sampler, idGenerator), end };
}

function resourceOf(
  { resources }: Awaited<ReturnType<typeof loadSdk>>,
  { version, instance }: Omit<OwnSdkOptions, 'endpoint'>,
) {
  const own = resources.resourceFromAttributes({
    'service.name': 'crowsnest',
    'service.version': version,
    'service.instance.id': instance,
  });
  const detectors = [resources.resourceAttributesEnvDetector, resources.serviceNameEnvDetector];
  return resources.defaultResource().merge(own).merge(resources.detectResources({ detectors }));
}
