import { RunningCalls, type RunningCall } from './running-calls.ts';

function callOf(callId: string, sessionId = 's1', cancelled: string[] = []): RunningCall {
  const cancel = async (text: string): Promise<void> => void cancelled.push(`${callId}: ${text}`);
  return { callId, tool: 'search', sessionId, tenantId: 'acme', cancel };
}

describe('RunningCalls', () => {
  let calls: RunningCalls;

  beforeEach(() => {
    calls = new RunningCalls();
  });

  it('finds a call until it ends, and then remembers whose it was', () => {
    const call = callOf('1');
    calls.add(call);
    expect(calls.find('1')).toBe(call);
    expect(calls.tenantOfEnded('1')).toBeUndefined();
    calls.remove(call);
    expect(calls.find('1')).toBeUndefined();
    expect(calls.tenantOfEnded('1')).toBe('acme');
  });

  it('remembers no call that never ran', () => {
    calls.remove(callOf('1'));
    expect(calls.tenantOfEnded('1')).toBeUndefined();
  });

  it('forgets the oldest of more than ten thousand calls', () => {
    for (let n = 0; n <= 10_000; n += 1) {
      const call = callOf(String(n));
      calls.add(call);
      calls.remove(call);
    }
    expect(calls.tenantOfEnded('0')).toBeUndefined();
    expect(calls.tenantOfEnded('1')).toBe('acme');
    expect(calls.tenantOfEnded('10000')).toBe('acme');
  });

  it('cancels the calls of one session, also while they leave', () => {
    const cancelled: string[] = [];
    for (const [callId, sessionId] of [
      ['1', 's1'],
      ['2', 's2'],
      ['3', 's1'],
    ] as const) {
      const call = callOf(callId, sessionId, cancelled);
      calls.add({
        ...call,
        cancel: (text) => {
          calls.remove(call);
          return call.cancel(text);
        },
      });
    }
    void calls.cancelSession('s1', 'over');
    expect(cancelled).toEqual(['1: over', '3: over']);
    expect(calls.find('2')).toBeDefined();
  });
});
