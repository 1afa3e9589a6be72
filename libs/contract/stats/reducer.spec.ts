import {
  emptyStats,
  LATENCY_WINDOW_MS,
  MAX_TOOL_NAMES,
  OTHER_TOOLS,
  reduceStats,
  restoreStats,
  saveStats,
  UNKNOWN_TOOLS,
  totalsOf,
  type CrowsnestEvent,
  type EventDataMap,
  type EventId,
  type EventType,
  type SavedStats,
  type Stats,
  type Unchecked,
} from '#contract';

const BEGAN = Date.parse('2026-11-22T08:00:00.000Z');
const admin = { admin: 'admin', from: '127.0.0.1', outcome: 'done' } as const;

/** Creates events with ids that count up from 1, one second apart. */
class Line {
  #id = 0;
  at = BEGAN;

  event<T extends EventType>(type: T, data: Unchecked<EventDataMap[T]>, sessionId = 's1'): CrowsnestEvent {
    this.#id += 1;
    this.at += 1_000;
    const id = String(this.#id) as EventId;
    const timestamp = new Date(this.at).toISOString();
    return { id, type, sessionId, tenantId: 'default', timestamp, data } as CrowsnestEvent;
  }

  done(callId: string, durationMs: number, tool = 'search'): CrowsnestEvent[] {
    return [
      this.event('tool:start', { callId, tool }),
      this.event('tool:done', { callId, tool, durationMs }),
    ];
  }
}

const fold = (events: CrowsnestEvent[], from = emptyStats('0' as EventId, '')): Stats =>
  events.reduce(reduceStats, from);

describe('reduceStats', () => {
  let line: Line;

  beforeEach(() => {
    line = new Line();
  });

  it('counts sessions by id, however they end', () => {
    const open = {
      origin: 'protocol',
      client: { name: 'a', version: '1' },
      protocolVersion: '2025-11-25',
    } as const;
    const stats = fold([
      line.event('session:open', open, 'a'),
      line.event('session:open', open, 'b'),
      line.event('session:open', open, 'c'),
      line.event('session:close', { reason: 'client', durationMs: 1, calls: 0 }, 'a'),
      line.event('session:expired', { reason: 'idle', idleMs: 1, calls: 0 }, 'b'),
      line.event('session:expired', { reason: 'idle', idleMs: 1, calls: 0 }, 'unknown'),
    ]);
    expect(totalsOf(stats).activeSessions).toBe(1);
  });

  it('counts calls, errors and calls in flight, overall and per tool', () => {
    const stats = fold([
      ...line.done('1', 10),
      line.event('tool:start', { callId: '2', tool: 'weather' }),
      line.event('tool:start', { callId: '3', tool: 'weather' }),
      line.event('tool:error', { callId: '2', tool: 'weather', durationMs: 4, error: 'no', kind: 'tool' }),
    ]);
    expect(totalsOf(stats)).toMatchObject({
      asOf: '5',
      totalToolCalls: 3,
      toolCallsInFlight: 1,
      errorCount: 1,
      inFlight: [{ callId: '3', tool: 'weather' }],
      tools: { search: { calls: 1, errors: 0, inFlight: 0 }, weather: { calls: 2, errors: 1, inFlight: 1 } },
    });
  });

  it('ignores events that the counters already include', () => {
    const events = [...line.done('1', 10), line.event('tool:start', { callId: '2', tool: 'search' })];
    const once = saveStats(fold(events));
    expect(saveStats(fold([...events, ...events]))).toEqual(once);
  });

  it('counts nothing for progress and commands, but advances its position', () => {
    const before = fold([line.event('tool:start', { callId: '1', tool: 'search' })]);
    const { asOf: _, ...counted } = totalsOf(before);
    const after = fold(
      [
        line.event('tool:progress', { callId: '1', tool: 'search', progress: 1, total: 2 }),
        line.event('admin:call-cancel', { ...admin, callId: '1', tool: 'search' }),
        line.event('admin:session-end', { ...admin, sessionId: 's1' }),
      ],
      before,
    );
    expect(totalsOf(after)).toEqual({ ...counted, asOf: '4' });
  });

  it('says since when the log cannot commit, also after a restore', () => {
    const stats = fold([line.event('log:degraded', { error: 'disk full' })]);
    const since = new Date(stats.clock.now).toISOString();
    expect(totalsOf(stats).logOutage).toEqual({ since, error: 'disk full' });
    const restored = restoreStats(saveStats(stats));
    expect(totalsOf(fold(line.done('1', 5), restored)).logOutage).toEqual({ since, error: 'disk full' });
    const recovered = fold([line.event('log:recovered', { durationMs: 9, lost: 0 })], restored);
    expect(totalsOf(recovered).logOutage).toBeNull();
  });

  it('continues from its saved state as if it had never stopped', () => {
    const events = Array.from({ length: 50 }, (_, n) => line.done(String(n), n)).flat();
    const half = JSON.parse(JSON.stringify(saveStats(fold(events.slice(0, 51))))) as ReturnType<
      typeof saveStats
    >;
    expect(saveStats(fold(events.slice(51), restoreStats(half)))).toEqual(saveStats(fold(events)));
  });

  it('computes percentiles of successful calls within one per cent, by nearest rank', () => {
    const events = Array.from({ length: 100 }, (_, n) => line.done(String(n), n + 1)).flat();
    const failed = line.event('tool:error', {
      callId: 'x',
      tool: 'search',
      durationMs: 9_999,
      error: '',
      kind: 'tool',
    });
    const { p50LatencyMs, p95LatencyMs, p99LatencyMs } = totalsOf(fold([...events, failed]));
    expect(Math.abs(p50LatencyMs! - 50)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(p95LatencyMs! - 95)).toBeLessThanOrEqual(0.95);
    expect(Math.abs(p99LatencyMs! - 99)).toBeLessThanOrEqual(0.99);
  });

  it('drops durations after five minutes of event time', () => {
    const stats = fold(line.done('1', 10));
    line.at += LATENCY_WINDOW_MS;
    expect(totalsOf(fold(line.done('2', 500), stats)).p50LatencyMs).toBeCloseTo(500, -1);
    line.at += 2 * LATENCY_WINDOW_MS;
    const idle = totalsOf(fold([line.event('tool:start', { callId: '3', tool: 'search' })], stats));
    expect(idle).toMatchObject({ p50LatencyMs: null, totalToolCalls: 3 });
    expect(idle.tools['search']?.p99LatencyMs).toBeNull();
  });

  it('remembers the last p99 of each tool when the window has emptied, also after a restore', () => {
    const stats = fold([...line.done('1', 10), ...line.done('2', 90, 'weather')]);
    line.at += LATENCY_WINDOW_MS - 5_000;
    fold(line.done('3', 500), stats);
    expect(totalsOf(stats).tools['search']?.lastP99LatencyMs).toBe(
      totalsOf(stats).tools['search']?.p99LatencyMs,
    );
    line.at += 10 * LATENCY_WINDOW_MS;
    fold([line.event('tool:start', { callId: '4', tool: 'never' })], stats);
    for (const later of [stats, restoreStats(JSON.parse(JSON.stringify(saveStats(stats))) as SavedStats)]) {
      const { search, weather, never } = totalsOf(later).tools;
      expect([search?.p99LatencyMs, weather?.p99LatencyMs]).toEqual([null, null]);
      expect(search?.lastP99LatencyMs).toBeCloseTo(500, -1);
      expect(weather?.lastP99LatencyMs).toBeCloseTo(90, -1);
      expect(never?.lastP99LatencyMs).toBeNull();
    }
  });

  it('does not take the last p99 of a tool from an event with a clock that is ahead', () => {
    const stats = fold([...line.done('1', 10)]);
    const [, stray] = line.done('2', 9_000);
    const timestamp = new Date(line.at + 10 * LATENCY_WINDOW_MS * 100).toISOString();
    fold([{ ...stray!, timestamp }], stats);
    line.at += 2 * LATENCY_WINDOW_MS;
    fold([line.event('tool:start', { callId: '3', tool: 'search' })], stats);
    expect(totalsOf(stats).tools['search']?.lastP99LatencyMs).toBeCloseTo(10, 0);
  });

  it('counts a thousand tools separately, and the calls of further tools together', () => {
    const events = Array.from({ length: MAX_TOOL_NAMES + 5 }, (_, n) =>
      line.done(String(n), 1, `tool-${n}`),
    ).flat();
    const { tools, totalToolCalls } = totalsOf(fold(events));
    expect(Object.keys(tools)).toHaveLength(MAX_TOOL_NAMES + 1);
    expect(tools[OTHER_TOOLS]).toMatchObject({ calls: 5, inFlight: 0 });
    expect(totalToolCalls).toBe(MAX_TOOL_NAMES + 5);
  });

  it('counts calls of all names that are not offered together, so that invented names hide no tool', () => {
    const invented = Array.from({ length: MAX_TOOL_NAMES + 5 }, (_, n) => {
      const call = { callId: `invented-${n}`, tool: `invented-${n}`, offered: false } as const;
      const failed = { ...call, durationMs: 1, error: 'unknown tool', kind: 'protocol' } as const;
      return [line.event('tool:start', call), line.event('tool:error', failed)];
    }).flat();
    const open = line.event('tool:start', { callId: 'open', tool: 'one-more', offered: false });
    const offered = Array.from({ length: MAX_TOOL_NAMES }, (_, n) =>
      line.done(`of-${n}`, 1, `tool-${n}`),
    ).flat();
    const stats = fold([...invented, open, ...offered]);
    const { tools, inFlight } = totalsOf(restoreStats(saveStats(stats)));
    expect(tools[UNKNOWN_TOOLS]).toMatchObject({
      calls: MAX_TOOL_NAMES + 6,
      errors: MAX_TOOL_NAMES + 5,
      inFlight: 1,
    });
    expect(tools[`tool-${MAX_TOOL_NAMES - 1}`]).toMatchObject({ calls: 1 });
    expect(tools[OTHER_TOOLS]).toBeUndefined();
    expect(inFlight).toMatchObject([{ callId: 'open', tool: 'one-more', offered: false }]);
  });

  describe('the window of percentiles', () => {
    const DAY_MS = 86_400_000;
    const stray = (at: number, durationMs = 9_000): CrowsnestEvent => {
      const event = line.done('stray', durationMs)[1]!;
      return { ...event, timestamp: new Date(at).toISOString() };
    };
    const p50 = (stats: Stats): number | null => totalsOf(stats).p50LatencyMs;

    it.each([
      ['ahead', 1],
      ['behind', -1],
    ])('is not moved by an event with a clock that is a day %s', (_, sign) => {
      const stats = fold([...line.done('1', 10), stray(line.at + sign * DAY_MS)]);
      expect(p50(stats)).toBeCloseTo(10, 0);
      line.at += LATENCY_WINDOW_MS;
      expect(p50(fold(line.done('2', 500), stats))).toBeCloseTo(500, -1);
    });

    it('is not moved by stray events that come repeatedly', () => {
      const stats = fold(line.done('1', 10));
      for (let n = 0; n < 20; n += 1) fold([stray(line.at + DAY_MS), ...line.done(`of-${n}`, 10)], stats);
      expect(p50(stats)).toBeCloseTo(10, 0);
    });

    it.each([
      ['forwards', 1],
      ['backwards', -1],
    ])('follows a clock that is set %s once several events agree', (_, sign) => {
      const stats = fold(line.done('1', 10));
      line.at += sign * DAY_MS;
      fold([...line.done('2', 500), ...line.done('3', 500)], stats);
      expect(p50(stats)).toBeCloseTo(500, -1);
      const restored = restoreStats(JSON.parse(JSON.stringify(saveStats(stats))) as SavedStats);
      expect(saveStats(restored)).toEqual(saveStats(stats));
    });

    it('counts a duration at the time of its event, even if the event arrives late', () => {
      const { at } = line;
      line.at += LATENCY_WINDOW_MS - 60_000;
      const stats = fold([...line.done('1', 10), stray(at, 700)]);
      expect(totalsOf(stats).p99LatencyMs).toBeCloseTo(700, -2);
      line.at += 90_000;
      expect(totalsOf(fold(line.done('2', 10), stats)).p99LatencyMs).toBeCloseTo(10, 0);
    });

    it('continues from a saved state with a doubted time as if it had never stopped', () => {
      const events = [...line.done('1', 10), stray(line.at + DAY_MS), stray(line.at + DAY_MS)];
      const rest = [stray(line.at + DAY_MS), stray(line.at + DAY_MS), ...line.done('2', 10)];
      const restored = restoreStats(JSON.parse(JSON.stringify(saveStats(fold(events)))) as SavedStats);
      const whole = emptyStats('0' as EventId, '');
      expect(saveStats(fold(rest, restored))).toEqual(saveStats(fold([...events, ...rest], whole)));
    });
  });

  it('accepts any text as the name of a tool, even the name of an object member', () => {
    const { tools } = totalsOf(fold(line.done('1', 1, '__proto__')));
    expect(Object.keys(tools)).toEqual(['__proto__']);
  });
});
