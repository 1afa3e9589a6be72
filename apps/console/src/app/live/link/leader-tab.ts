import type { ChannelMessage } from '../host/channel-messages.ts';
import type { ToTab } from '../messages.ts';
import type { Way } from './door.ts';

/** The name of the channel and the lock. It differs between builds, because their messages may differ. */
const MEETING_PLACE = `Crowsnest live ${import.meta.url}`;

/**
 * Connects to the host of the leading tab over a channel. One tab leads at a time and runs the worker for all; when it
 * closes, the browser gives the lock to the next one. In a browser without locks, each tab runs its own worker.
 */
export function openLeaderTab(hear: (message: ToTab) => void, fail: () => void): Way {
  const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const locks = (navigator as Partial<Navigator>).locks;
  const place = locks ? MEETING_PLACE : `${MEETING_PLACE} ${id}`;
  const channel = new BroadcastChannel(place);
  channel.addEventListener('message', ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.to === 'tab' && (data.tab === null || data.tab === id)) hear(data.message);
  });
  const closed = new AbortController();
  if (locks) void leadInTurn(locks, place, closed.signal, fail);
  else void lead(place, closed.signal, fail);
  return {
    send: (message) => channel.postMessage({ to: 'host', from: id, message } satisfies ChannelMessage),
    close: () => {
      closed.abort();
      channel.close();
    },
  };
}

async function leadInTurn(
  locks: LockManager,
  place: string,
  closed: AbortSignal,
  fail: () => void,
): Promise<void> {
  try {
    await locks.request(place, { signal: closed }, () => lead(place, closed, fail));
  } catch {
    // The way was closed before this tab's turn to lead.
  }
}

/** Runs the worker until the connection is closed. */
function lead(place: string, closed: AbortSignal, fail: () => void): Promise<void> {
  const worker = new Worker(new URL('../host/live.worker.ts', import.meta.url), {
    type: 'module',
    name: place,
  });
  worker.addEventListener('error', fail);
  return new Promise((resolve) => {
    closed.addEventListener('abort', () => {
      worker.terminate();
      resolve();
    });
  });
}
