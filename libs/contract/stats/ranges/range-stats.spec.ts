import {
  emptySummary,
  foldSummary,
  MAX_TOOL_NAMES,
  OTHER_TOOLS,
  rangeStatsOf,
  seriesPointOf,
  stepsBetween,
  UNKNOWN_TOOLS,
  type CrowsnestEvent,
  type EventId,
} from '#contract';

const FACTS = {
  asOf: '9' as EventId,
  since: '2026-11-22T00:00:00.000Z',
  from: '2026-11-22T08:00:00.000Z',
  to: '2026-11-22T08:03:30.000Z',
  complete: true,
};
const NO_LATENCY = { p50LatencyMs: null, p95LatencyMs: null, p99LatencyMs: null };

const started = (callId: string, tool: string, offered?: false): CrowsnestEvent =>
  ({
    id: '1',
    type: 'tool:start',
    sessionId: 's',
    tenantId: 't',
    timestamp: '2026-11-22T08:01:10.000Z',
    data: { callId, tool, ...(offered === false && { offered }) },
  }) as CrowsnestEvent;

describe('the counters of a range', () => {
  it('have the members of the snapshot that a range has', () => {
    expect(rangeStatsOf(emptySummary({ kind: 'range' }), FACTS)).toEqual({
      ...FACTS,
      activeSessions: 0,
      totalToolCalls: 0,
      toolCallsInFlight: 0,
      errorCount: 0,
      ...NO_LATENCY,
      tools: {},
      logOutage: null,
    });
  });

  it('count tools beyond the maximum together, and names that are not offered apart from them', () => {
    const totals = emptySummary({ kind: 'range' });
    foldSummary(totals, started('invented', 'nonsense', false));
    for (let n = 0; n < MAX_TOOL_NAMES + 3; n += 1) foldSummary(totals, started(`call-${n}`, `tool-${n}`));
    const { tools, totalToolCalls, toolCallsInFlight } = rangeStatsOf(totals, FACTS);
    expect(Object.keys(tools)).toHaveLength(MAX_TOOL_NAMES + 2);
    expect(tools[OTHER_TOOLS]).toEqual({ calls: 3, errors: 0, inFlight: 3, ...NO_LATENCY });
    expect(tools[UNKNOWN_TOOLS]).toMatchObject({ calls: 1, inFlight: 1 });
    expect([totalToolCalls, toolCallsInFlight]).toEqual([MAX_TOOL_NAMES + 4, MAX_TOOL_NAMES + 4]);
  });
});

describe('the points of a series', () => {
  it('begin at multiples of the step, and are there also without events', () => {
    const totals = emptySummary({ kind: 'series', stepMs: 60_000 });
    foldSummary(totals, started('a', 'search'));
    const { first, end } = stepsBetween(FACTS.from, FACTS.to, 60_000);
    expect([first, first + 1, first + 2, end - 1].map((number) => seriesPointOf(totals, number))).toEqual(
      [0, 1, 2, 3].map((minute) => ({
        at: `2026-11-22T08:0${minute}:00.000Z`,
        calls: minute === 1 ? 1 : 0,
        errors: 0,
        ...NO_LATENCY,
      })),
    );
  });
});
