import { Global, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AdminIdentities, AuditTrail } from '#admin';
import { ClusterModule } from '#cluster';
import { AccessPolicy, Edge } from '#edge';
import { ShutdownModule } from '#shutdown';
import { UpstreamTools } from './ask/upstream-tools.ts';
import { UpstreamFleet } from './fleet/upstream-fleet.ts';
import { UpstreamRestarts } from './fleet/upstream-restarts.ts';
import { Gateway } from './gateway.ts';
import { ConfigurableModuleClass } from './gateway.module-definition.ts';
import { UpstreamRegistry } from './life/upstream-registry.ts';
import { UpstreamObservation } from './observation/upstream-observation.ts';
import { UpstreamsController } from './routes/upstreams.controller.ts';

/** Serves upstream servers. Requires `McpModule`. Global: metrics count what stands behind it. */
@Global()
@Module({
  imports: [ClusterModule, ShutdownModule],
  providers: [UpstreamObservation, UpstreamRegistry, UpstreamFleet, UpstreamRestarts, UpstreamTools, Gateway],
  exports: [UpstreamObservation, UpstreamRegistry],
})
export class GatewayModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({
      moduleRef,
      controllers: [UpstreamsController],
      services: [AccessPolicy, AdminIdentities, AuditTrail, UpstreamFleet, UpstreamRestarts],
    });
  }
}
