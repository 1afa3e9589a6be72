import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { SessionReplay } from './session-replay.ts';

const LIMITS = { maxMessages: 4, maxBytes: 10_000, maxTotalBytes: 100_000 };

function message(n: number, text = ''): JSONRPCMessage {
  return { jsonrpc: '2.0', method: 'notifications/message', params: { n, text } };
}

async function replayed(replay: SessionReplay, after: string): Promise<unknown[]> {
  const sent: unknown[] = [];
  await replay.replayEventsAfter(after, {
    send: async (_id, sentMessage) => {
      if ('params' in sentMessage) sent.push(sentMessage.params?.['n']);
    },
  });
  return sent;
}

describe('SessionReplay', () => {
  it("replays what came after an id on its own stream, in order, and no other stream's", async () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const first = await replay.storeEvent('a', message(1));
    await replay.storeEvent('b', message(2));
    await replay.storeEvent('a', message(3));
    await replay.storeEvent('a', message(4));
    expect(await replayed(replay, first)).toEqual([3, 4]);
    expect(replay.standingOf(first)).toBe('resumable');
  });

  it('replays no event that only begins a stream', async () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const begin = await replay.storeEvent('a', {} as JSONRPCMessage);
    await replay.storeEvent('a', {} as JSONRPCMessage);
    await replay.storeEvent('a', message(1));
    expect(await replayed(replay, begin)).toEqual([1]);
  });

  it('forgets the oldest beyond its count, and does not know their ids any more', async () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await replay.storeEvent('a', message(n)));
    const known = ids.map((id) => replay.standingOf(id) !== 'unknown');
    expect(known).toEqual([false, false, true, true, true, true]);
    await expect(replayed(replay, ids[0] ?? '')).rejects.toThrow('Nothing is kept');
  });

  it('forgets everything before a message that is too large to keep', async () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const first = await replay.storeEvent('a', message(1));
    await replay.storeEvent('a', message(2, 'x'.repeat(10_000)));
    expect(replay.standingOf(first)).toBe('unknown');
  });

  it('keeps within the bytes of all sessions, and gives back what it kept', async () => {
    const usage = { bytes: 0 };
    const limits = { ...LIMITS, maxTotalBytes: 250 };
    const [one, other] = [new SessionReplay(limits, usage), new SessionReplay(limits, usage)];
    for (let n = 0; n < 3; n += 1) {
      await one.storeEvent('a', message(n));
      await other.storeEvent('a', message(n));
      expect(usage.bytes).toBeLessThanOrEqual(250);
    }
    expect(usage.bytes).toBeGreaterThan(0);
    one.release();
    other.release();
    await one.storeEvent('a', message(9));
    expect(usage.bytes).toBe(0);
  });

  it("does not know another session's ids", async () => {
    const [one, other] = [0, 1].map(() => new SessionReplay(LIMITS, { bytes: 0 }));
    const id = (await one?.storeEvent('a', message(1))) ?? '';
    await other?.storeEvent('a', message(1));
    expect(other?.standingOf(id)).toBe('unknown');
  });
});
