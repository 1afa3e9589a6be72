import type { LiveCore, Send } from '../core/live-core.ts';
import type { ToHost } from '../messages.ts';
import type { ChannelMessage } from './channel-messages.ts';
import { serveChannel } from './serve-channel.ts';

const WATCH: ToHost = { kind: 'watch', account: 'ann', after: null, visible: true };

describe('serveChannel', () => {
  let heard: { message: ToHost; send: Send }[];
  let posted: ChannelMessage[];
  let say: (from: string, message: ToHost) => void;

  beforeEach(() => {
    heard = [];
    posted = [];
    const channel = new EventTarget() as BroadcastChannel;
    channel.postMessage = (message: ChannelMessage) => void posted.push(message);
    const core = { hear: (message: ToHost, send: Send) => void heard.push({ message, send }) };
    serveChannel(core as LiveCore, channel);
    say = (from, message) =>
      channel.dispatchEvent(new MessageEvent('message', { data: { to: 'host', from, message } }));
  });

  it('asks all tabs to introduce themselves, because they may have watched a previous host', () => {
    expect(posted).toEqual([{ to: 'tab', tab: null, message: { kind: 'introduce' } }]);
  });

  it('recognizes a tab by its id, and answers only that tab', () => {
    say('one', WATCH);
    say('two', WATCH);
    say('one', { kind: 'visible', visible: false });
    expect(heard[2]?.send).toBe(heard[0]?.send);
    expect(heard[1]?.send).not.toBe(heard[0]?.send);
    heard[1]?.send({ kind: 'other-account' });
    expect(posted.at(-1)).toEqual({ to: 'tab', tab: 'two', message: { kind: 'other-account' } });
  });

  it('forgets a tab that leaves', () => {
    say('one', WATCH);
    say('one', { kind: 'leave' });
    expect(heard[1]?.send).toBe(heard[0]?.send);
    say('one', WATCH);
    expect(heard[2]?.send).not.toBe(heard[0]?.send);
  });
});
