import type { ToTab } from '../messages.ts';
import type { Way } from './door.ts';

/** Connects to the SharedWorker of this server, and starts the worker if there is none. */
export function openSharedWorker(hear: (message: ToTab) => void, fail: () => void): Way {
  const worker = new SharedWorker(new URL('../host/live.worker.ts', import.meta.url), {
    type: 'module',
    name: 'Crowsnest live',
  });
  const { port } = worker;
  worker.addEventListener('error', fail);
  port.addEventListener('message', ({ data }: MessageEvent<ToTab>) => hear(data));
  port.start();
  return {
    send: (message) => port.postMessage(message),
    close: () => {
      worker.removeEventListener('error', fail);
      port.close();
    },
  };
}
