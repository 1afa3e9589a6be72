import { Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { Shutdown, ShutdownModule } from '#shutdown';
import { AccessPolicy } from './access/access-policy.ts';
import { ConfigurableModuleClass, EDGE_MODULE_OPTIONS, type EdgeOptions } from './edge.module-definition.ts';
import { Edge } from './mount/edge.ts';
import { HostApplication } from './mount/host-application.ts';
import { derivedSecret } from './peers/derived-secret.ts';
import { PeerSeal } from './peers/peer-seal.ts';
import { keptSecret } from './secrets/kept-secret.ts';
import { SERVER_KEY } from './secrets/server-key.ts';

/**
 * Checks every request before it reaches a route of Crowsnest. The module is global, because every module with routes
 * mounts them here.
 */
@Module({
  imports: [ShutdownModule],
  providers: [
    {
      provide: AccessPolicy,
      inject: [EDGE_MODULE_OPTIONS],
      useFactory: ({ access = {} }: EdgeOptions) => new AccessPolicy(access),
    },
    {
      provide: SERVER_KEY,
      inject: [EDGE_MODULE_OPTIONS],
      useFactory: ({ dataDirectory = null, clusterSecret }: EdgeOptions) =>
        clusterSecret === undefined
          ? keptSecret(dataDirectory, 'cookie-key')
          : derivedSecret(clusterSecret, 'cookie-key'),
    },
    {
      provide: PeerSeal,
      inject: [EDGE_MODULE_OPTIONS],
      useFactory: ({ clusterSecret }: EdgeOptions) => new PeerSeal(clusterSecret),
    },
    {
      provide: HostApplication,
      inject: [ApplicationConfig, HttpAdapterHost],
      useFactory: (config: ApplicationConfig, adapterHost: HttpAdapterHost) =>
        new HostApplication(config, adapterHost),
    },
    {
      provide: Edge,
      inject: [EDGE_MODULE_OPTIONS, AccessPolicy, HostApplication, PeerSeal, Shutdown],
      useFactory: (
        options: EdgeOptions,
        policy: AccessPolicy,
        host: HostApplication,
        seal: PeerSeal,
        shutdown: Shutdown,
      ) => new Edge(options, policy, host, seal, shutdown),
    },
  ],
  exports: [AccessPolicy, PeerSeal, SERVER_KEY, EDGE_MODULE_OPTIONS, Edge],
})
export class EdgeModule extends ConfigurableModuleClass implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly edge: Edge,
    private readonly host: HostApplication,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    this.host.requireExpress();
    await this.edge.open();
  }

  onApplicationBootstrap(): void {
    this.host.noteNotFound();
  }
}
