import type { CrowsnestEvent, EventId } from '#contract';
import type { EventLog, InstanceKeeper, ProjectionKeeper } from '#events';
import { SessionDirectory } from './session-directory.ts';
import { SessionsElsewhere, type CallElsewhere } from './sessions-elsewhere.ts';

describe('SessionsElsewhere', () => {
  let directory: SessionDirectory;
  let elsewhere: SessionsElsewhere;
  let calls: string[];
  let restored: () => void;
  let count = 0;

  const apply = (type: string, sessionId: string, data: object): void => {
    const timestamp = new Date().toISOString();
    const event = { id: String((count += 1)), type, sessionId, tenantId: 'acme', timestamp, data };
    directory.apply(event as unknown as CrowsnestEvent);
  };
  const open = (sessionId: string, instance: string, principal = 'p1') =>
    apply('session:open', sessionId, {
      origin: 'derived',
      client: { name: 'planner', version: '1' },
      protocolVersion: '2026-07-28',
      principal,
      instance,
    });

  beforeEach(() => {
    const projections = {
      register: () => undefined,
      onRestored: (listener: () => void) => (restored = listener),
    } as unknown as ProjectionKeeper;
    directory = new SessionDirectory(projections);
    directory.restore({ start: '0' as EventId, since: '' }, undefined);
    const instances = { shared: 'own' } as InstanceKeeper;
    elsewhere = new SessionsElsewhere(directory, projections, { isShared: true } as EventLog, instances);
    calls = [];
    elsewhere.onCall(({ type, data }: CallElsewhere) => calls.push(`${type} ${data.callId}`));
    open('earlier', 'one');
    restored();
  });

  it('counts the open sessions of other instances by tenant and origin, and by principal', () => {
    open('s1', 'one');
    open('s2', 'two', 'p2');
    open('s3', 'own');
    apply('session:expired', 's2', { reason: 'idle', idleMs: 1, calls: 0 });
    expect(elsewhere.countOf('acme', 'derived')).toBe(2);
    expect(elsewhere.countOf('acme', 'protocol')).toBe(0);
    expect([...elsewhere.ofPrincipal('p1')].map(({ sessionId }) => sessionId)).toEqual(['earlier', 's1']);
    expect(elsewhere.ofPrincipal('p2').size).toBe(0);
  });

  it('tells of the calls of other instances, in whichever session', () => {
    open('s1', 'own');
    apply('tool:start', 's1', { callId: 'c1', tool: 'search', instance: 'own' });
    apply('tool:start', 's1', { callId: 'c2', tool: 'search', instance: 'one' });
    apply('tool:done', 's1', { callId: 'c2', tool: 'search', durationMs: 1, instance: 'one' });
    expect(calls).toEqual(['tool:start c2', 'tool:done c2']);
  });
});
