import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AdminTokens, WrongAttempts } from '#admin';
import { ClusterModule, SharedAttempts } from '#cluster';
import { Edge } from '#edge';
import { ShutdownModule } from '#shutdown';
import { BuildMetrics } from './metrics/build-metrics.ts';
import { CallMetrics } from './metrics/call-metrics.ts';
import { LogMetrics } from './metrics/log-metrics.ts';
import { MetricsController } from './metrics/metrics.controller.ts';
import { MetricsIdentities, MetricsToken } from './metrics/metrics-identities.ts';
import { MetricsRegistry } from './metrics/metrics-registry.ts';
import { ProcessMetrics } from './metrics/process-metrics.ts';
import { QuotaMetrics } from './metrics/quota-metrics.ts';
import { RequestMetrics } from './metrics/request-metrics.ts';
import { SessionMetrics } from './metrics/session-metrics.ts';
import { StreamMetrics } from './metrics/stream-metrics.ts';
import { UpstreamMetrics } from './metrics/upstream-metrics.ts';
import { UpstreamRequestMetrics } from './metrics/upstream-request-metrics.ts';
import { Tracing } from './traces/tracing.ts';
import {
  ConfigurableModuleClass,
  TELEMETRY_MODULE_OPTIONS,
  type TelemetryModuleOptions,
} from './telemetry.module-definition.ts';

/** Tells other systems how the server does: `GET /metrics` for Prometheus, and traces by OpenTelemetry. */
@Module({
  imports: [ClusterModule, ShutdownModule],
  providers: [
    MetricsRegistry,
    BuildMetrics,
    CallMetrics,
    RequestMetrics,
    SessionMetrics,
    QuotaMetrics,
    LogMetrics,
    StreamMetrics,
    UpstreamMetrics,
    UpstreamRequestMetrics,
    ProcessMetrics,
    Tracing,
    {
      provide: MetricsIdentities,
      inject: [AdminTokens, SharedAttempts, MetricsToken, WrongAttempts],
      useFactory: (
        tokens: AdminTokens,
        { admins }: SharedAttempts,
        metricsToken: MetricsToken,
        wrong: WrongAttempts,
      ) => new MetricsIdentities(tokens, admins, metricsToken, (network) => wrong.count(network, 'wrong')),
    },
    {
      provide: MetricsToken,
      inject: [TELEMETRY_MODULE_OPTIONS],
      useFactory: ({ metricsToken }: TelemetryModuleOptions) => new MetricsToken(metricsToken),
    },
  ],
})
export class TelemetryModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({
      moduleRef,
      controllers: [MetricsController],
      services: [MetricsIdentities, MetricsRegistry],
    });
  }
}
