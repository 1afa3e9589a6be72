import { mountOf } from '../../api/mount.ts';
import { accountBoard } from './channel-board.ts';
import { liveHost } from './live-host.ts';
import { serveChannel } from './serve-channel.ts';
import { servePorts } from './serve-ports.ts';

// Holds the one connection of all tabs of a browser. As a SharedWorker it serves the ports of the tabs; as a worker of
// one tab it serves the channel that its name denotes.
const mount = mountOf(location.pathname);
const core = liveHost(fetch.bind(globalThis), mount, accountBoard(mount));
if ('onconnect' in self) servePorts(core);
else serveChannel(core, new BroadcastChannel(self.name));
