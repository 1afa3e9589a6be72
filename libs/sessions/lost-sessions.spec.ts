import type {
  CrowsnestEvent,
  EventDataMap,
  EventDraft,
  EventId,
  EventType,
  InFlightCall,
  Unchecked,
} from '#contract';
import type { EventLog, EventPublisher, InstanceKeeper, ProjectionKeeper } from '#events';
import { LostSessions } from './lost-sessions.ts';
import { SessionDirectory } from './session-directory.ts';

const OPEN = {
  origin: 'protocol',
  client: { name: 'planner', version: '1.0.0' },
  protocolVersion: '2025-11-25',
} as const;

describe('LostSessions', () => {
  let directory: SessionDirectory;
  let published: EventDraft[];
  let count: number;
  /** The calls in flight according to another projection only. */
  let others: InFlightCall[];

  const apply = <T extends EventType>(type: T, sessionId: string, data: Unchecked<EventDataMap[T]>): void => {
    count += 1;
    const timestamp = new Date(Date.UTC(2026, 0, 1, 0, 0, count)).toISOString();
    const event = { id: String(count), type, sessionId, tenantId: 'acme', timestamp, data };
    directory.apply(event as unknown as CrowsnestEvent);
  };
  const start = (): void => {
    const publisher = { publish: (draft: EventDraft) => published.push(draft) } as unknown as EventPublisher;
    const keeper = {
      callsLeft: [...directory.callsInFlight(), ...others],
      onRestored: (listener: () => void) => listener(),
    } as unknown as ProjectionKeeper;
    const log = { isShared: false } as EventLog;
    const instances = { onGone: () => undefined } as unknown as InstanceKeeper;
    expect(new LostSessions(directory, publisher, keeper, log, instances)).toBeInstanceOf(LostSessions);
  };

  beforeEach(() => {
    directory = new SessionDirectory({ register: () => undefined } as unknown as ProjectionKeeper);
    directory.restore({ start: '0' as EventId, since: '' }, undefined);
    published = [];
    others = [];
    count = 0;
  });

  it('ends the calls in flight of a lost session, and then the session', () => {
    apply('session:open', 's1', OPEN);
    apply('tool:start', 's1', { callId: 'c1', tool: 'search' });
    apply('tool:progress', 's1', { callId: 'c1', tool: 'search', progress: 1 });
    start();
    expect(published).toMatchObject([
      {
        type: 'tool:error',
        sessionId: 's1',
        tenantId: 'acme',
        data: { callId: 'c1', tool: 'search', durationMs: 1_000, kind: 'cancelled' },
      },
      {
        type: 'session:expired',
        sessionId: 's1',
        tenantId: 'acme',
        data: { reason: 'instance-lost', calls: 1 },
      },
    ]);
  });

  it('ends a call whose session has ended or never opened', () => {
    apply('session:open', 's1', OPEN);
    apply('tool:start', 's1', { callId: 'c1', tool: 'search' });
    apply('session:close', 's1', { reason: 'client', durationMs: 1, calls: 1 });
    apply('tool:start', 'unknown', { callId: 'c2', tool: 'search' });
    start();
    expect(published).toMatchObject([
      { type: 'tool:error', sessionId: 's1', data: { kind: 'cancelled', code: 'end-lost' } },
      { type: 'tool:error', sessionId: 'unknown', data: { kind: 'cancelled', code: 'end-lost' } },
    ]);
  });

  it('ends each call that only another projection has in flight, and ends it only once', () => {
    apply('session:open', 's1', OPEN);
    apply('tool:start', 's1', { callId: 'c1', tool: 'search' });
    const startedAt = new Date(Date.UTC(2026, 0, 1)).toISOString();
    const call = { sessionId: 's0', tenantId: 'acme', tool: 'made-up', startedAt, offered: false };
    others = [{ ...call, callId: 'c0' } as InFlightCall];
    start();
    const ended = published.filter(({ type }) => type === 'tool:error').map(({ data }) => data);
    expect(ended).toMatchObject([
      { callId: 'c1' },
      { callId: 'c0', tool: 'made-up', offered: false, code: 'end-lost' },
    ]);
  });

  it('publishes nothing when no session and no call is open in the log', () => {
    apply('session:open', 's1', OPEN);
    apply('session:close', 's1', { reason: 'client', durationMs: 1, calls: 0 });
    start();
    expect(published).toEqual([]);
  });
});
