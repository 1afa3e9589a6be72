import type { LiveCore, Send } from '../core/live-core.ts';
import type { ToTab } from '../messages.ts';
import type { ChannelMessage } from './channel-messages.ts';

/** Serves every tab on a channel, and asks all of them to introduce themselves. */
export function serveChannel(core: LiveCore, channel: BroadcastChannel): void {
  const tabs = new Map<string, Send>();
  const post = (tab: string | null, message: ToTab): void =>
    channel.postMessage({ to: 'tab', tab, message } satisfies ChannelMessage);

  channel.addEventListener('message', ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.to !== 'host') return;
    const { from, message } = data;
    const send = tabs.get(from) ?? ((answer) => post(from, answer));
    if (message.kind === 'watch') tabs.set(from, send);
    if (message.kind === 'leave') tabs.delete(from);
    core.hear(message, send);
  });
  post(null, { kind: 'introduce' });
}
