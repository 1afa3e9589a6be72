import { mountOf } from '../../api/mount.ts';
import type { ToHost } from '../messages.ts';
import type { Send } from '../core/live-core.ts';
import { replayHost } from './replay-host.ts';

// Runs the replay of one tab.
const core = replayHost(fetch.bind(globalThis), mountOf(location.pathname));
const send: Send = (message) => self.postMessage(message);
self.addEventListener('message', ({ data }: MessageEvent<ToHost>) => core.hear(data, send));
