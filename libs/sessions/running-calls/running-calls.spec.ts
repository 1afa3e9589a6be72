import { jest } from '@jest/globals';
import type { CallId, SessionId } from '#contract';
import type { RunningCall } from './running-call.ts';
import { RunningCalls } from './running-calls.ts';

describe('RunningCalls', () => {
  let calls: RunningCalls;
  let cancelled: string[];

  const begin = (callId: string, sessionId = 's1', principalId = 'key-1'): RunningCall => {
    const call: RunningCall = {
      callId: callId as CallId,
      tool: 'search',
      sessionId: sessionId as SessionId,
      tenantId: 'acme',
      principalId,
      cancel: async (text) => {
        calls.end(call);
        cancelled.push(`${callId}: ${text}`);
      },
    };
    calls.begin(call);
    return call;
  };

  beforeEach(() => {
    calls = new RunningCalls();
    cancelled = [];
  });

  it('finds a call until it ends, and then remembers its tenant', () => {
    const call = begin('1');
    expect(calls.find('1')).toBe(call);
    expect(calls.tenantOfEnded('1')).toBeUndefined();
    calls.end(call);
    expect(calls.find('1')).toBeUndefined();
    expect(calls.tenantOfEnded('1')).toBe('acme');
  });

  it('counts a call only once when it is ended twice', () => {
    const call = begin('1');
    begin('2');
    calls.end(call);
    calls.end(call);
    expect(calls.size).toBe(1);
    expect(calls.countOf('key-1')).toBe(1);
  });

  it('finds every call that still runs, in whatever order the others end', () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => n.toString(16).padStart(12, '0'));
    const running = ids.map((id) => begin(id));
    expect(ids.map((id) => calls.find(id)?.callId)).toEqual(ids);
    for (const call of running.filter((_, n) => n % 3 === 0)) calls.end(call);
    expect(ids.map((id) => calls.find(id)?.callId)).toEqual(ids.map((id, n) => (n % 3 ? id : undefined)));
    expect(calls.size).toBe(6_666);
  });

  it('forgets the oldest of more than ten thousand ended calls', () => {
    for (let n = 0; n <= 10_000; n += 1) calls.end(begin(String(n)));
    expect(calls.tenantOfEnded('0')).toBeUndefined();
    expect(calls.tenantOfEnded('1')).toBe('acme');
    expect(calls.tenantOfEnded('10000')).toBe('acme');
  });

  it('cancels every call of a session, oldest first, while each cancelled call leaves the list', async () => {
    begin('1');
    begin('2', 's2');
    begin('3');
    await calls.cancelSession('s1', 'over');
    expect(cancelled).toEqual(['1: over', '3: over']);
    expect(calls.ofSession('s1')).toEqual([]);
    expect(calls.ofSession('s2').map(({ callId }) => callId)).toEqual(['2']);
  });

  it('counts the running calls of each principal across sessions', () => {
    const first = begin('1', 's1', 'key-1');
    begin('2', 's2', 'key-1');
    begin('3', 's1', 'key-2');
    expect(calls.countOf('key-1')).toBe(2);
    expect(calls.countOf('key-2')).toBe(1);
    calls.end(first);
    expect(calls.countOf('key-1')).toBe(1);
    expect(calls.countOf('nobody')).toBe(0);
  });

  it('counts the calls of a held session, even while none of them runs', () => {
    jest.useFakeTimers({ now: 0 });
    const counts = calls.holdSession('s1');
    expect(counts).toMatchObject({ running: 0, started: 0, lastEndedAt: 0 });
    const [first, second] = [begin('1'), begin('2')];
    jest.advanceTimersByTime(70);
    calls.end(first);
    expect(counts).toMatchObject({ running: 1, started: 2, lastEndedAt: 70 });
    calls.end(second);
    begin('3');
    expect(counts).toMatchObject({ running: 1, started: 3 });
    jest.useRealTimers();
  });

  it('begins a new count for a session that is held again after its release', () => {
    const counts = calls.holdSession('s1');
    const last = begin('1');
    calls.releaseSession('s1');
    expect(calls.ofSession('s1')).toHaveLength(1);
    calls.end(last);
    expect(counts.running).toBe(0);
    expect(calls.holdSession('s1').started).toBe(0);
  });

  it('resolves whenNone for every waiter once the last call ends', async () => {
    const [first, second] = [begin('1'), begin('2')];
    const resolved: number[] = [];
    const waiting = [1, 2].map((number) => calls.whenNone().then(() => resolved.push(number)));
    calls.end(first);
    await Promise.resolve();
    expect(resolved).toEqual([]);
    calls.end(second);
    await Promise.all(waiting);
    expect(resolved).toEqual([1, 2]);
  });

  it('cancels the calls of all sessions', async () => {
    begin('1', 's1');
    begin('2', 's2');
    await calls.cancelAll('over');
    expect(cancelled).toEqual(['1: over', '2: over']);
    expect(calls.size).toBe(0);
  });
});
