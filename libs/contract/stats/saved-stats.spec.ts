import {
  foldCalls,
  reduceStats,
  restoreStats,
  saveStats,
  totalsOf,
  UnknownStatsState,
  type CrowsnestEvent,
  type EventId,
  type InFlightCall,
  type SavedStats,
  type SessionId,
} from '#contract';

const inFlight = (callId: string): InFlightCall =>
  ({
    callId,
    tool: 'search',
    sessionId: 's1',
    tenantId: 'acme',
    startedAt: '2026-11-22T09:00:00.000Z',
  }) as InFlightCall;

/** The state that version 1 saved after five calls, two of them in flight. */
const V1 = {
  version: 1,
  asOf: '1763800000000012' as EventId,
  since: '2026-11-22T08:00:00.000Z',
  now: Date.parse('2026-11-22T09:00:00.000Z'),
  totalToolCalls: 5,
  errorCount: 1,
  sessions: ['s1' as SessionId],
  calls: ['c4', 'c5'].map(inFlight),
  tools: [
    ['search', 4, 1, [[176_980_680, [[115, 1]]]]],
    ['count', 1, 0, [[176_980_680, [[230, 1]]]]],
  ],
} satisfies SavedStats;

describe('saved counters', () => {
  it('are restored from version 1 with every total, with and without an outage', () => {
    const outage = { since: '2026-11-22T09:00:00.000Z', error: 'disk full' };
    const restored = restoreStats(JSON.parse(JSON.stringify(V1)) as SavedStats);
    expect(totalsOf(restored)).toMatchObject({
      asOf: V1.asOf,
      since: V1.since,
      activeSessions: 1,
      totalToolCalls: 5,
      errorCount: 1,
      toolCallsInFlight: 2,
      tools: { search: { calls: 4, errors: 1, inFlight: 2 }, count: { calls: 1, errors: 0, inFlight: 0 } },
      logOutage: null,
    });
    expect(restored.tools.get('search')?.latency).toEqual(new Map([[176_980_680, new Map([[115, 1]])]]));
    expect(totalsOf(restoreStats({ ...V1, logOutage: outage })).logOutage).toEqual(outage);
  });

  it('continue to count after they are restored', () => {
    const restored = restoreStats(V1);
    const done = {
      id: '1763800000000013',
      type: 'tool:done',
      sessionId: 's1',
      tenantId: 'acme',
      timestamp: '2026-11-22T09:00:01.000Z',
      data: { callId: 'c4', tool: 'search', durationMs: 10 },
    } as CrowsnestEvent;
    expect(totalsOf(reduceStats(restored, done))).toMatchObject({
      totalToolCalls: 5,
      toolCallsInFlight: 1,
      tools: { search: { inFlight: 1 } },
    });
    expect(foldCalls(restored.calls, done)).toBeUndefined();
  });

  it('are saved in the newest version', () => {
    expect(saveStats(restoreStats(V1))).toEqual({
      ...V1,
      version: 3,
      logOutage: null,
      doubted: null,
      stuckMs: 60_000,
    });
  });

  it('are restored from version 2', () => {
    const V2 = { ...V1, version: 2, logOutage: null } as const;
    expect(saveStats(restoreStats(V2))).toEqual({ ...V2, version: 3, doubted: null, stuckMs: 60_000 });
  });

  it('are refused, rather than counted again, when their version is unknown', () => {
    const newer = { ...V1, version: 4 } as unknown as SavedStats;
    expect(() => restoreStats(newer)).toThrow(UnknownStatsState);
    expect(() => restoreStats(newer)).toThrow(/version 4.*Start the version that saved them/);
  });
});
