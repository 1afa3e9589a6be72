import { Module } from '@nestjs/common';
import { ShutdownModule } from '#shutdown';
import { Forwarding } from './forwarding.ts';
import { PeerCommands } from './peer-commands.ts';
import { PeerRequests } from './peer-requests.ts';
import { Peers } from './peers.ts';

/**
 * Reaches the other instances that share the log. Requires `EdgeModule` and `EventsModule`. It is below the modules of
 * agents and admins, because both hand requests over.
 */
@Module({
  imports: [ShutdownModule],
  providers: [Peers, PeerRequests, Forwarding, PeerCommands],
  exports: [Peers, Forwarding, PeerCommands],
})
export class ClusterModule {}
