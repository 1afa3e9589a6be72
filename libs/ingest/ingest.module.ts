import { Global, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ClusterModule, Forwarding, SharedAttempts } from '#cluster';
import { Edge, SERVER_KEY } from '#edge';
import { ShutdownModule } from '#shutdown';
import { IngestIdentities } from './identity/ingest-identities.ts';
import { IngestKeys } from './identity/ingest-keys.ts';
import {
  ConfigurableModuleClass,
  INGEST_MODULE_OPTIONS,
  type IngestModuleOptions,
} from './ingest.module-definition.ts';
import { IngestController } from './routes/ingest.controller.ts';
import { RequestPlaces } from './routes/request-places.ts';
import { SilenceWatch } from './sources/silence-watch.ts';
import { SourceOwners } from './sources/source-owners.ts';
import { Sources } from './sources/sources.ts';
import { SourcesProjection } from './sources/sources-projection.ts';

/** Takes the events of observers outside. Requires `EventsModule`, `ToolsModule` and `EdgeModule`. Global: metrics count them. */
@Global()
@Module({
  imports: [ClusterModule, ShutdownModule],
  providers: [
    {
      provide: IngestKeys,
      inject: [INGEST_MODULE_OPTIONS, SERVER_KEY],
      useFactory: ({ keys = [] }: IngestModuleOptions, serverKey: string) => new IngestKeys(keys, serverKey),
    },
    {
      provide: IngestIdentities,
      inject: [IngestKeys, SharedAttempts],
      useFactory: (keys: IngestKeys, { observers }: SharedAttempts) => new IngestIdentities(keys, observers),
    },
    RequestPlaces,
    SourcesProjection,
    SourceOwners,
    Sources,
    SilenceWatch,
  ],
  exports: [IngestKeys, Sources],
})
export class IngestModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({
      moduleRef,
      controllers: [IngestController],
      services: [IngestIdentities, RequestPlaces, SourceOwners, Sources, Forwarding],
    });
  }
}
