import { jest } from '@jest/globals';
import type { CallId, EventDraft, SessionId } from '#contract';
import { DeliveryGuard, EventBus, type EventPublisher } from '#events';
import { Shutdown } from '#shutdown';
import type { RunningCall } from './running-calls/running-call.ts';
import { RunningCalls } from './running-calls/running-calls.ts';
import { SessionRegistry } from './session-registry.ts';
import type { SessionDescription } from './session-description.ts';
import type { CallElsewhere, SessionsElsewhere } from './sessions-elsewhere.ts';

const IDLE = { protocolIdleMs: 10_000, derivedIdleMs: 2_000 };

const session = (sessionId: string, more: Partial<SessionDescription> = {}): SessionDescription => ({
  sessionId: sessionId as SessionId,
  tenantId: 'acme',
  principalId: 'p1',
  origin: 'protocol',
  client: { name: 'planner', version: '1.0.0' },
  protocolVersion: '2025-11-25',
  ...more,
});

describe('the registry of open sessions', () => {
  let running: RunningCalls;
  let registry: SessionRegistry;
  let published: EventDraft[];
  let released: string[];
  let bus: EventBus;
  /** Tells of a call in another instance. */
  let tellOfCall: (event: CallElsewhere) => void;

  const publish = (draft: EventDraft): void => void published.push(draft);
  const open = (sessionId: string, more?: Partial<SessionDescription>): void =>
    registry.openSession(session(sessionId, more), (reason) => released.push(`${sessionId} ${reason}`));
  const begin = (sessionId: string, callId: string): RunningCall => {
    const call: RunningCall = {
      callId: callId as CallId,
      tool: 'search',
      sessionId: sessionId as SessionId,
      tenantId: 'acme',
      principalId: 'key-1',
      cancel: async () => undefined,
    };
    running.begin(call);
    return call;
  };
  const ends = () => published.filter(({ type }) => type === 'session:close' || type === 'session:expired');

  beforeEach(() => {
    jest.useFakeTimers();
    published = [];
    released = [];
    running = new RunningCalls();
    bus = new EventBus(new DeliveryGuard());
    registry = new SessionRegistry(
      { publish } as unknown as EventPublisher,
      running,
      IDLE,
      {
        onCall: (listener: (event: CallElsewhere) => void) => (tellOfCall = listener),
        countOf: (tenantId: string) => (tenantId === 'shared' ? 3 : 0),
        ofPrincipal: (principalId: string) => new Set(principalId === 'p9' ? [{ origin: 'derived' }] : []),
      } as unknown as SessionsElsewhere,
      bus,
      new Shutdown(),
    );
    registry.onModuleInit();
  });

  afterEach(() => {
    registry.close();
    jest.useRealTimers();
  });

  it('publishes session:open with the principal when a session begins', () => {
    open('s1', { traceId: 'a'.repeat(32) });
    expect(published).toEqual([
      {
        type: 'session:open',
        sessionId: 's1',
        tenantId: 'acme',
        data: {
          origin: 'protocol',
          client: { name: 'planner', version: '1.0.0' },
          protocolVersion: '2025-11-25',
          principal: 'p1',
          traceId: 'a'.repeat(32),
        },
      },
    ]);
    expect(registry.isOpen('s1')).toBe(true);
  });

  it('expires idle sessions, each origin after its own limit', () => {
    open('p');
    open('d', { origin: 'derived' });
    jest.advanceTimersByTime(1_999);
    expect(ends()).toEqual([]);
    jest.advanceTimersByTime(201);
    expect(released).toEqual(['d idle']);
    jest.advanceTimersByTime(8_000);
    expect(released).toEqual(['d idle', 'p idle']);
    expect(ends().at(-1)).toEqual({
      type: 'session:expired',
      sessionId: 'p',
      tenantId: 'acme',
      data: { reason: 'idle', idleMs: 10_000, calls: 0 },
    });
    expect(registry.isOpen('p')).toBe(false);
  });

  it('restarts the idle time with each message of the client', () => {
    open('p');
    for (let sign = 0; sign < 5; sign += 1) {
      jest.advanceTimersByTime(9_000);
      registry.touch('p');
    }
    expect(ends()).toEqual([]);
    jest.advanceTimersByTime(10_200);
    expect(ends()).toHaveLength(1);
  });

  it('never expires a session with a running call, and counts idle time from the end of its last call', () => {
    open('p');
    const [first, second] = [begin('p', 'c1'), begin('p', 'c2')];
    jest.advanceTimersByTime(60_000);
    running.end(first);
    jest.advanceTimersByTime(60_000);
    expect(ends()).toEqual([]);
    running.end(second);
    jest.advanceTimersByTime(9_800);
    expect(ends()).toEqual([]);
    jest.advanceTimersByTime(400);
    expect(ends()[0]?.data).toEqual({ reason: 'idle', idleMs: 10_000, calls: 2 });
  });

  it('counts the calls of other instances as those of the session', () => {
    const tell = (type: string): void =>
      tellOfCall({ type, sessionId: 'd', data: { callId: 'c1' } } as CallElsewhere);
    open('d', { origin: 'derived' });
    tell('tool:start');
    jest.advanceTimersByTime(60_000);
    expect(ends()).toEqual([]);
    tell('tool:done');
    jest.advanceTimersByTime(1_800);
    expect(ends()).toEqual([]);
    jest.advanceTimersByTime(400);
    expect(ends()[0]?.data).toEqual({ reason: 'idle', idleMs: 2_000, calls: 1 });
  });

  it('counts the sessions of other instances', () => {
    open('s1', { tenantId: 'shared', principalId: 'p9' });
    expect(registry.countOpen('shared', 'protocol')).toBe(4);
    expect(registry.countOf('p9', 'protocol')).toBe(1);
    expect(registry.countOf('p9', 'derived')).toBe(1);
  });

  it('leaves it to the gate of a session when it expires', () => {
    const idle: number[] = [];
    registry.openSession(session('d', { origin: 'derived' }), (reason) => released.push(reason), {
      whileIdle: (idleMs) => idle.push(idleMs),
    });
    jest.advanceTimersByTime(4_000);
    expect([released, idle.at(-1)]).toEqual([[], 4_000]);
    const call = begin('d', 'c1');
    registry.expire('d');
    expect(released).toEqual([]);
    running.end(call);
    registry.expire('d');
    expect(released).toEqual(['idle']);
  });

  it('ends a session only once, after its running calls', () => {
    registry.openSession(session('p'), (reason) => {
      released.push(`p ${reason}`);
      running.end(call);
    });
    const call = begin('p', 'c1');
    jest.advanceTimersByTime(1_234);
    registry.closeSession('p', 'client');
    registry.closeSession('p', 'admin');
    expect(released).toEqual(['p client']);
    expect(published.map(({ type }) => type)).toEqual(['session:open', 'session:close']);
    expect(ends()[0]?.data).toEqual({ reason: 'client', durationMs: 1_234, calls: 1 });
  });

  it('ignores unknown sessions', () => {
    registry.touch('nobody');
    registry.closeSession('nobody', 'client');
    running.end(begin('nobody', 'c1'));
    expect(ends()).toEqual([]);
  });

  it('counts open sessions by tenant and origin', () => {
    open('p1');
    open('p2');
    open('p3', { tenantId: 'umbrella' });
    open('d1', { origin: 'derived' });
    registry.closeSession('p2', 'client');
    expect(registry.countOpen('acme', 'protocol')).toBe(1);
    expect(registry.countOpen('acme', 'derived')).toBe(1);
    expect(registry.countOpen('umbrella', 'protocol')).toBe(1);
    expect(registry.countOpen('nobody', 'protocol')).toBe(0);
  });

  it('publishes no principal for a session that several share', () => {
    open('d', { origin: 'derived', principalId: '' });
    expect(published[0]?.data).not.toHaveProperty('principal');
  });

  it('counts the open sessions of a principal', () => {
    open('s1');
    open('s2');
    open('s3', { principalId: 'p2' });
    registry.closeSession('s1', 'client');
    expect(registry.countOf('p1', 'protocol')).toBe(1);
    expect(registry.countOf('p2', 'protocol')).toBe(1);
    expect(registry.countOf('nobody', 'protocol')).toBe(0);
  });

  it('expires the longest idle session of a principal, but never one with a running call', () => {
    for (const sessionId of ['busy', 'idle', 'active', 'other']) {
      open(sessionId, { principalId: sessionId === 'other' ? 'p2' : 'p1' });
      jest.advanceTimersByTime(100);
    }
    open('d', { origin: 'derived' });
    const call = begin('busy', 'c1');
    registry.touch('active');
    jest.advanceTimersByTime(100);
    expect(registry.expireLongestIdle('p1', 'protocol')).toBe(true);
    expect(released).toEqual(['idle idle']);
    expect(ends()[0]).toMatchObject({ type: 'session:expired', sessionId: 'idle', data: { idleMs: 400 } });
    running.end(call);
    expect(registry.expireLongestIdle('p1', 'protocol')).toBe(true);
    expect(released.at(-1)).toBe('active idle');
    begin('busy', 'c2');
    expect(registry.expireLongestIdle('p1', 'protocol')).toBe(false);
    expect(registry.isOpen('other')).toBe(true);
  });

  it('ends a session only once, even when its release closes it again', () => {
    registry.openSession(session('p'), () => registry.closeSession('p', 'shutdown'));
    registry.closeSession('p', 'client');
    expect(ends().map(({ data }) => 'reason' in data && data.reason)).toEqual(['client']);
  });

  it('opens no session after it is closed', () => {
    registry.close();
    expect(() => open('p')).toThrow('The server is shutting down');
    expect(published).toEqual([]);
  });

  it('ends every session at shutdown', () => {
    open('p');
    open('d', { origin: 'derived' });
    registry.close();
    expect(released).toEqual(['p shutdown', 'd shutdown']);
    expect(ends().map(({ type, data }) => [type, 'reason' in data && data.reason])).toEqual([
      ['session:close', 'shutdown'],
      ['session:close', 'shutdown'],
    ]);
    jest.advanceTimersByTime(60_000);
    expect(ends()).toHaveLength(2);
  });
});
