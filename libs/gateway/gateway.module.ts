import { Global, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AdminIdentities, AuditTrail } from '#admin';
import { AccessPolicy, Edge } from '#edge';
import { ShutdownModule } from '#shutdown';
import { Gateway } from './gateway.ts';
import { ConfigurableModuleClass } from './gateway.module-definition.ts';
import { UpstreamRegistry } from './life/upstream-registry.ts';
import { UpstreamsController } from './routes/upstreams.controller.ts';

/** Serves upstream servers. Requires `McpModule`. Global: metrics count what stands behind it. */
@Global()
@Module({ imports: [ShutdownModule], providers: [UpstreamRegistry, Gateway], exports: [UpstreamRegistry] })
export class GatewayModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({
      moduleRef,
      controllers: [UpstreamsController],
      services: [AccessPolicy, AdminIdentities, AuditTrail, UpstreamRegistry],
    });
  }
}
