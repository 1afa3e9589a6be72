import type { CrowsnestEvent, EventDraft, EventId } from '#contract';
import type { ProjectionKeeper } from '#events';
import { SessionDirectory } from './session-directory.ts';

const ORIGIN = { start: '100' as EventId, since: '2026-01-01T00:00:00.000Z' };

describe('the directory of sessions', () => {
  let directory: SessionDirectory;
  let id: number;

  const make = (saved?: unknown): SessionDirectory => {
    const made = new SessionDirectory({ register: () => undefined } as unknown as ProjectionKeeper);
    made.restore(ORIGIN, saved);
    return made;
  };
  const apply = (draft: EventDraft): void => {
    id += 1;
    const timestamp = new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString();
    directory.apply({ ...draft, id: String(100 + id), timestamp } as CrowsnestEvent);
  };
  const open = (sessionId: string, tenantId = 'acme'): void =>
    apply({
      type: 'session:open',
      sessionId,
      tenantId,
      data: {
        origin: 'protocol',
        client: { name: 'planner', version: '1.0.0' },
        protocolVersion: '2025-11-25',
      },
    });
  const start = (sessionId: string, callId: string): void =>
    apply({ type: 'tool:start', sessionId, tenantId: 'acme', data: { callId, tool: 'search' } });
  const done = (sessionId: string, callId: string): void =>
    apply({
      type: 'tool:done',
      sessionId,
      tenantId: 'acme',
      data: { callId, tool: 'search', durationMs: 5 },
    });
  const fail = (sessionId: string, callId: string): void =>
    apply({
      type: 'tool:error',
      sessionId,
      tenantId: 'acme',
      data: { callId, tool: 'search', durationMs: 5, error: 'No', kind: 'tool' },
    });
  const close = (sessionId: string): void =>
    apply({
      type: 'session:close',
      sessionId,
      tenantId: 'acme',
      data: { reason: 'client', durationMs: 1, calls: 0 },
    });

  beforeEach(() => {
    id = 0;
    directory = make();
  });

  it('begins where the log begins', () => {
    expect(directory.asOf).toBe('100');
    expect(directory.list(null)).toEqual([]);
  });

  it('tells of a session and its calls', () => {
    open('s1');
    start('s1', 'c1');
    start('s1', 'c2');
    start('s1', 'c3');
    done('s1', 'c1');
    fail('s1', 'c2');
    expect(directory.find('s1')).toEqual({
      sessionId: 's1',
      tenantId: 'acme',
      origin: 'protocol',
      client: { name: 'planner', version: '1.0.0' },
      protocolVersion: '2025-11-25',
      state: 'open',
      openedAt: '2026-01-01T00:00:01.000Z',
      lastEventAt: '2026-01-01T00:00:06.000Z',
      calls: 3,
      errors: 1,
      callsInFlight: 1,
    });
    expect(directory.asOf).toBe('106');
  });

  it('remembers how a session ended', () => {
    open('s1');
    close('s1');
    open('s2');
    apply({
      type: 'session:expired',
      sessionId: 's2',
      tenantId: 'acme',
      data: { reason: 'instance-lost', idleMs: 9, calls: 0 },
    });
    expect(directory.find('s1')).toMatchObject({
      state: 'closed',
      endReason: 'client',
      endedAt: expect.any(String),
    });
    expect(directory.find('s2')).toMatchObject({ state: 'expired', endReason: 'instance-lost' });
    expect(directory.openSessions()).toEqual([]);
  });

  it('lists open sessions first, the newest first in each group, of one tenant or of all', () => {
    for (const sessionId of ['s1', 's2', 's3', 's4']) open(sessionId);
    open('other', 'umbrella');
    close('s1');
    close('s3');
    const ids = (tenantId: string | null) => directory.list(tenantId).map(({ sessionId }) => sessionId);
    expect(ids(null)).toEqual(['other', 's4', 's2', 's3', 's1']);
    expect(ids('acme')).toEqual(['s4', 's2', 's3', 's1']);
    expect(ids('umbrella')).toEqual(['other']);
  });

  it('forgets the oldest of more than 1,000 ended sessions, and no open one', () => {
    open('open');
    for (let n = 0; n < 1_001; n += 1) {
      open(`s${n}`);
      close(`s${n}`);
    }
    expect(directory.find('s0')).toBeUndefined();
    expect(directory.find('s1')).toMatchObject({ state: 'closed' });
    expect(directory.find('open')).toMatchObject({ state: 'open' });
    expect(directory.list(null)).toHaveLength(1_001);
  });

  it('takes no notice of events of sessions that it does not know', () => {
    start('nobody', 'c1');
    close('nobody');
    expect(directory.list(null)).toEqual([]);
    expect(directory.asOf).toBe('102');
  });

  it('goes on from what it saved as if it had never stopped', () => {
    open('s1');
    start('s1', 'c1');
    start('s1', 'c2');
    open('s2');
    close('s2');
    const twin = make(JSON.parse(JSON.stringify(directory.save())));
    expect(twin.asOf).toBe(directory.asOf);
    expect(twin.list(null)).toEqual(directory.list(null));
    expect(twin.openSessions()).toEqual(directory.openSessions());
    directory = twin;
    done('s1', 'c1');
    expect(directory.find('s1')).toMatchObject({ calls: 2, callsInFlight: 1 });
    expect(directory.openSessions()[0]?.openCalls.map(({ callId }) => callId)).toEqual(['c2']);
  });

  it('begins anew when what was saved is of another version', () => {
    open('s1');
    const twin = make({ ...directory.save(), version: 0 });
    expect(twin.asOf).toBe('100');
    expect(twin.list(null)).toEqual([]);
  });
});
