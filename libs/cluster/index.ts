export { ClusterModule } from './cluster.module.ts';
export { Forwarding } from './forwarding.ts';
export { PeerGreetings } from './greetings/peer-greetings.ts';
export { PeerCommands, type PeerAnswer } from './peer-commands.ts';
export { PeerLostError } from './peer-lost-error.ts';
export { PeerNotices } from './peer-notices.ts';
export { Peers, type Peer } from './peers.ts';
export { SharedAttempts } from './shared-attempts.ts';
