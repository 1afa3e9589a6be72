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
  const eventOf = (draft: EventDraft): CrowsnestEvent => {
    id += 1;
    const timestamp = new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString();
    return { ...draft, id: String(100 + id), timestamp } as CrowsnestEvent;
  };
  const open = (sessionId: string): CrowsnestEvent =>
    eventOf({
      type: 'session:open',
      sessionId,
      tenantId: 'acme',
      data: {
        origin: 'protocol',
        client: { name: 'planner', version: '1.0.0' },
        protocolVersion: '2025-11-25',
      },
    });
  const start = (sessionId: string, callId: string): CrowsnestEvent =>
    eventOf({ type: 'tool:start', sessionId, tenantId: 'acme', data: { callId, tool: 'search' } });

  beforeEach(() => {
    id = 0;
    directory = make();
  });

  it('begins where the log begins', () => {
    expect(directory.asOf).toBe('100');
    expect(directory.list({ limit: 10 })).toEqual({
      asOf: '100',
      emptyForgotten: 0,
      counts: { open: 0, ended: 0, withoutCalls: 0 },
      sessions: [],
    });
  });

  it('finds a session with its calls in flight', () => {
    for (const event of [open('s1'), start('s1', 'c1')]) directory.apply(event);
    expect(directory.find('s1')).toMatchObject({ sessionId: 's1', calls: 1, callsInFlight: 1 });
    expect(directory.find('s2')).toBeUndefined();
    expect(directory.asOf).toBe('102');
  });

  it('counts an event only once, even if it is applied again', () => {
    const events = [open('s1'), start('s1', 'c1'), open('s2')];
    for (const event of [...events, ...events]) directory.apply(event);
    expect(directory.find('s1')).toMatchObject({ calls: 1, callsInFlight: 1 });
    expect(directory.openSessions().map(({ sessionId }) => sessionId)).toEqual(['s1', 's2']);
  });

  it('continues from its saved state as if it had never stopped', () => {
    for (const event of [open('s1'), start('s1', 'c1'), start('s1', 'c2'), open('s2')])
      directory.apply(event);
    const twin = make(JSON.parse(JSON.stringify(directory.save())));
    expect(twin.asOf).toBe(directory.asOf);
    expect(twin.list({ limit: 10 })).toEqual(directory.list({ limit: 10 }));
    expect(twin.callsInFlight()).toEqual(directory.callsInFlight());
    expect(twin.callsInFlight().map(({ callId }) => callId)).toEqual(['c1', 'c2']);
  });

  it('begins at the start of the log when its saved state cannot be read', () => {
    directory.apply(open('s1'));
    const twin = make({ ...directory.save(), version: 99 });
    expect(twin.asOf).toBe('100');
    expect(twin.openSessions()).toEqual([]);
  });

  it('finds every session that ended recently, even when more end at once than it lists', () => {
    const close = (sessionId: string): CrowsnestEvent =>
      eventOf({
        type: 'session:close',
        sessionId,
        tenantId: 'acme',
        data: { reason: 'shutdown', durationMs: 1, calls: 0 },
      });
    const ids = Array.from({ length: 1_500 }, (_, n) => `s${n}`);
    for (const id of ids) directory.apply(open(id));
    for (const id of ids) directory.apply(close(id));
    expect(directory.findRecord('s0')).toBeUndefined();
    const facts = { clientName: 'planner', origin: 'protocol' };
    expect(ids.map((id) => directory.findSession(id))).toEqual(ids.map(() => facts));
    expect(directory.findSession('nobody')).toBeUndefined();
    for (let n = 0; n < 20_000; n += 1) directory.apply(start('another', `c${n}`));
    expect(directory.findSession('s0')).toBeUndefined();
    expect(directory.findSession('s1499')).toEqual(facts);
  });
});
