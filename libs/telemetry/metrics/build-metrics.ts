import { Inject, Injectable } from '@nestjs/common';
import { TELEMETRY_MODULE_OPTIONS, type TelemetryModuleOptions } from '../telemetry.module-definition.ts';
import { MetricsRegistry } from './metrics-registry.ts';

/** Names the version that runs. */
@Injectable()
export class BuildMetrics {
  constructor(
    registry: MetricsRegistry,
    @Inject(TELEMETRY_MODULE_OPTIONS) { version = '' }: TelemetryModuleOptions,
  ) {
    registry.labelledGauge('crowsnest_build_info', 'The version of Crowsnest; always 1.', 'version', () => [
      [version, 1],
    ]);
  }
}
