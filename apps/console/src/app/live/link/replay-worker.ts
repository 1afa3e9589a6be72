import type { ToTab } from '../messages.ts';
import type { Way } from './door.ts';

/** Starts a worker that plays the past, for this tab alone. */
export function openReplayWorker(hear: (message: ToTab) => void, fail: () => void): Way {
  const worker = new Worker(new URL('../host/replay.worker.ts', import.meta.url), {
    type: 'module',
    name: 'Crowsnest replay',
  });
  worker.addEventListener('error', fail);
  worker.addEventListener('message', ({ data }: MessageEvent<ToTab>) => hear(data));
  return {
    send: (message) => worker.postMessage(message),
    close: () => worker.terminate(),
  };
}
