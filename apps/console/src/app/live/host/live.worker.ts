import { mountOf } from '../../api/mount.ts';
import { liveHost } from './live-host.ts';
import { serveChannel } from './serve-channel.ts';
import { servePorts } from './serve-ports.ts';

// One connection for all tabs of a browser, with everything that follows from it. As a SharedWorker it serves the ports
// of the tabs; as the worker of one tab it serves a channel, which it is named after.
const core = liveHost(fetch.bind(globalThis), mountOf(location.pathname));
if ('onconnect' in self) servePorts(core);
else serveChannel(core, new BroadcastChannel(self.name));
