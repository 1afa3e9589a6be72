export { TelemetryModule } from './telemetry.module.ts';
export type { TelemetryModuleOptions } from './telemetry.module-definition.ts';
