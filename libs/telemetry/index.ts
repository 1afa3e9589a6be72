export { MetricsToken } from './metrics/metrics-identities.ts';
export { TelemetryModule } from './telemetry.module.ts';
export { problemOfOtlpEndpoint, problemOfTraceUrl } from './trace-settings.ts';
export { SDK_PACKAGES, TracesError } from './traces/sdk-packages.ts';
export type { TelemetryModuleOptions } from './telemetry.module-definition.ts';
