import type { LiveCore, Send } from '../core/live-core.ts';
import type { ToHost } from '../messages.ts';

/** Serves every tab that connects to this SharedWorker. */
export function servePorts(core: LiveCore): void {
  self.addEventListener('connect', (event) => {
    for (const port of (event as MessageEvent).ports) servePort(core, port);
  });
}

function servePort(core: LiveCore, port: MessagePort): void {
  const send: Send = (message) => port.postMessage(message);
  port.addEventListener('message', ({ data }: MessageEvent<ToHost>) => core.hear(data, send));
  // Some browsers report that the other end is gone. In others, the core notices missing acknowledgements.
  port.addEventListener('close', () => core.hear({ kind: 'leave' }, send));
  port.start();
}
