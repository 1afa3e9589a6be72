import { SessionReplay } from './session-replay.ts';

const LIMITS = { maxMessages: 4, maxBytes: 10_000, maxTotalBytes: 100_000 };

function message(n: number, text = ''): string {
  return JSON.stringify({ n, text });
}

function replayed(replay: SessionReplay, after: string): unknown[] | undefined {
  return replay.after(after)?.messages.map(({ json }) => (JSON.parse(json) as { n: number }).n);
}

describe('SessionReplay', () => {
  it("replays what came after an id on its own stream, in order, and no other stream's", () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const first = replay.keep('a', message(1), false);
    replay.keep('b', message(2), false);
    replay.keep('a', message(3), false);
    replay.keep('a', message(4), false);
    expect(replayed(replay, first)).toEqual([3, 4]);
    expect(replay.standingOf(first)).toBe('resumable');
  });

  it('replays no event that only begins a stream', () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const begin = replay.begin('a');
    replay.begin('a');
    replay.keep('a', message(1), false);
    expect(replayed(replay, begin)).toEqual([1]);
  });

  it('forgets the oldest beyond its count, and does not know their ids any more', () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(replay.keep('a', message(n), false));
    const known = ids.map((id) => replay.standingOf(id) !== 'unknown');
    expect(known).toEqual([false, false, true, true, true, true]);
    expect(replayed(replay, ids[0] ?? '')).toBeUndefined();
  });

  it('forgets everything before a message that is too large to keep', () => {
    const replay = new SessionReplay(LIMITS, { bytes: 0 });
    const first = replay.keep('a', message(1), false);
    replay.keep('a', message(2, 'x'.repeat(10_000)), false);
    expect(replay.standingOf(first)).toBe('unknown');
  });

  it('keeps within the bytes of all sessions, and gives back what it kept', () => {
    const usage = { bytes: 0 };
    const limits = { ...LIMITS, maxTotalBytes: 250 };
    const [one, other] = [new SessionReplay(limits, usage), new SessionReplay(limits, usage)];
    for (let n = 0; n < 3; n += 1) {
      one.keep('a', message(n), false);
      other.keep('a', message(n), false);
      expect(usage.bytes).toBeLessThanOrEqual(250);
    }
    expect(usage.bytes).toBeGreaterThan(0);
    one.release();
    other.release();
    one.keep('a', message(9), false);
    expect(usage.bytes).toBe(0);
  });

  it("does not know another session's ids", () => {
    const [one, other] = [0, 1].map(() => new SessionReplay(LIMITS, { bytes: 0 }));
    const id = one?.keep('a', message(1), false) ?? '';
    other?.keep('a', message(1), false);
    expect(other?.standingOf(id)).toBe('unknown');
  });
});
