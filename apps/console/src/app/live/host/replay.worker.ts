import { mountOf } from '../../api/mount.ts';
import { accountBoard } from './channel-board.ts';
import type { ToHost } from '../messages.ts';
import type { Send } from '../core/live-core.ts';
import { replayHost } from './replay-host.ts';

// Runs the replay of one tab.
const mount = mountOf(location.pathname);
const core = replayHost(fetch.bind(globalThis), mount, accountBoard(mount));
const send: Send = (message) => self.postMessage(message);
self.addEventListener('message', ({ data }: MessageEvent<ToHost>) => core.hear(data, send));
