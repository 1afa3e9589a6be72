import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Edge } from '#edge';
import { ShutdownModule } from '#shutdown';
import { Forwarding } from './forwarding.ts';
import { PeerGreetings } from './greetings/peer-greetings.ts';
import { PeerCommands } from './peer-commands.ts';
import { PeerNotices } from './peer-notices.ts';
import { PeerNoticesController } from './peer-notices.controller.ts';
import { PeerRequests } from './peer-requests.ts';
import { Peers } from './peers.ts';
import { SharedAttempts } from './shared-attempts.ts';

/**
 * Reaches the other instances that share the log. Requires `EdgeModule` and `EventsModule`. It is below the modules of
 * agents and admins, because both hand requests over.
 */
@Module({
  imports: [ShutdownModule],
  providers: [Peers, PeerRequests, PeerNotices, PeerGreetings, Forwarding, PeerCommands, SharedAttempts],
  exports: [Peers, PeerNotices, PeerGreetings, Forwarding, PeerCommands, SharedAttempts],
})
export class ClusterModule {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    edge.mountRoutes({ moduleRef, controllers: [PeerNoticesController], services: [PeerNotices] });
  }
}
