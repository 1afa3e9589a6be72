import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface TelemetryModuleOptions {
  /** A bearer token that reads the metrics and nothing else. Default: only admins of all tenants read them. */
  metricsToken?: string;
  /** The version that the metrics name. Default: that of Crowsnest. */
  version?: string;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: TELEMETRY_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<TelemetryModuleOptions>({ moduleName: 'Telemetry' })
    .setClassMethodName('forRoot')
    .build();
