import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface TelemetryModuleOptions {
  /** A bearer token that reads the metrics and nothing else. Default: only admins of all tenants read them. */
  metricsToken?: string;
  /**
   * Where spans go, if the process has no SDK of OpenTelemetry: the base URL of a receiver of OTLP over HTTP, such as
   * `http://localhost:4318`. Default: nowhere.
   */
  otlpEndpoint?: string;
  /** The version that metrics and traces name. Default: that of Crowsnest. */
  version?: string;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: TELEMETRY_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<TelemetryModuleOptions>({ moduleName: 'Telemetry' })
    .setClassMethodName('forRoot')
    .build();
