import { RECENT_EVENTS, type CrowsnestEvent, type EventId } from '#contract';
import {
  NewerCheckpointError,
  type Checkpoint,
  type EventLog,
  type LogCondition,
  type ProjectionKeeper,
} from '#events';
import { KEPT_EVERY, StatsArchive } from './stats-archive.ts';
import { StatsProjection } from './stats-projection.ts';

const ORIGIN = { start: '100' as EventId, since: '2026-01-01T00:00:00.000Z' };

describe('the projection of counters', () => {
  let stats: StatsProjection;
  let kept: Checkpoint[];
  let condition: LogCondition;

  const log = {
    get condition() {
      return condition;
    },
    keepState: async (_name: string, state: Checkpoint) => void kept.push(state),
  } as unknown as EventLog;
  const make = (saved?: unknown, stuckMs = 60_000): StatsProjection => {
    const keeper = { register: () => undefined } as unknown as ProjectionKeeper;
    const made = new StatsProjection(keeper, new StatsArchive(log), { stuckMs });
    made.restore(ORIGIN, saved);
    return made;
  };
  const started = (number: number, tenantId = 'acme'): CrowsnestEvent =>
    ({
      id: String(100 + number),
      type: 'tool:start',
      sessionId: 's1',
      tenantId,
      timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString(),
      data: { callId: `c${number}`, tool: 'search', arguments: { secret: number } },
    }) as CrowsnestEvent;
  const degraded = (number: number): CrowsnestEvent =>
    ({
      ...started(number, ''),
      type: 'log:degraded',
      sessionId: '',
      data: { error: 'disk full' },
    }) as CrowsnestEvent;

  const recovered = (number: number, lost: number): CrowsnestEvent => ({
    ...degraded(number),
    type: 'log:recovered',
    data: { durationMs: 1, lost },
  });

  beforeEach(() => {
    kept = [];
    condition = 'ok';
    stats = make();
  });

  it('begins where the log begins', () => {
    expect(stats.asOf).toBe('100');
    expect(stats.snapshot(null)).toMatchObject({ asOf: '100', since: ORIGIN.since, totalToolCalls: 0 });
  });

  it('counts everything, and each tenant separately', () => {
    for (const event of [started(1), started(2, 'globex'), started(3)]) stats.apply(event);
    expect(stats.snapshot(null)).toMatchObject({ asOf: '103', totalToolCalls: 3 });
    expect(stats.snapshot('acme')).toMatchObject({ asOf: '103', totalToolCalls: 2 });
    expect(stats.snapshot('globex')).toMatchObject({ asOf: '102', totalToolCalls: 1 });
    expect(stats.snapshot('nobody')).toMatchObject({ totalToolCalls: 0, recentEvents: [] });
  });

  it('does not show an outage of the log to holders of one tenant', () => {
    for (const event of [started(1), degraded(2)]) stats.apply(event);
    expect(stats.logOutage).toMatchObject({ error: 'disk full' });
    expect(stats.snapshot(null).logOutage).toEqual(stats.logOutage);
    expect(stats.snapshot('acme').logOutage).toBeNull();
  });

  it('folds an event once, however often it is applied', () => {
    for (const event of [started(1), started(2), started(1), started(2)]) stats.apply(event);
    expect(stats.snapshot(null).totalToolCalls).toBe(2);
    expect(stats.snapshot('acme').recentEvents.map(({ id }) => id)).toEqual(['102', '101']);
  });

  it('encodes a snapshot once for all who ask before the next event', () => {
    stats.apply(started(1));
    const first = stats.snapshotJson({ tenantId: null, showsTrail: true });
    expect(JSON.parse(first.toString())).toEqual(JSON.parse(JSON.stringify(stats.snapshot(null))));
    expect(stats.snapshotJson({ tenantId: null, showsTrail: true })).toBe(first);
    const acme = stats.snapshotJson({ tenantId: 'acme', showsTrail: true });
    stats.apply(started(2, 'globex'));
    expect(JSON.parse(stats.snapshotJson({ tenantId: null, showsTrail: true }).toString())).toMatchObject({
      totalToolCalls: 2,
    });
    expect(stats.snapshotJson({ tenantId: 'acme', showsTrail: true })).toBe(acme);
  });

  it('keeps the newest events for snapshots, without their payloads', () => {
    for (let number = 1; number <= 3 * RECENT_EVENTS; number += 1) stats.apply(started(number));
    const { recentEvents } = stats.snapshot(null);
    expect(recentEvents).toHaveLength(RECENT_EVENTS);
    expect(recentEvents[0]).toEqual({ ...started(150), data: { callId: 'c150', tool: 'search' } });
    expect(recentEvents.at(-1)?.id).toBe('201');
  });

  it('continues from its saved state as if it had never stopped', () => {
    for (const event of [started(1), started(2, 'globex'), degraded(3)]) stats.apply(event);
    const twin = make(JSON.parse(JSON.stringify(stats.save())));
    for (const one of [stats, twin]) one.apply(started(4));
    expect(twin.asOf).toBe('104');
    for (const tenant of [null, 'acme', 'globex'])
      expect(twin.snapshot(tenant)).toEqual(stats.snapshot(tenant));
  });

  it('says in every snapshot when a call counts as stuck, as it is configured now', () => {
    stats.apply(started(1));
    const twin = make(JSON.parse(JSON.stringify(stats.save())), 5_000);
    for (const tenant of [null, 'acme', 'new']) expect(twin.snapshot(tenant).stuckMs).toBe(5_000);
    expect(stats.snapshot('acme').stuckMs).toBe(60_000);
  });

  it('keeps its state every so many events, also across a restart', () => {
    for (let number = 1; number < KEPT_EVERY; number += 1) stats.apply(started(number));
    const twin = make(JSON.parse(JSON.stringify(stats.save())));
    expect(kept).toEqual([]);
    twin.apply(started(KEPT_EVERY));
    expect(kept).toEqual([{ asOf: twin.asOf, value: twin.save() }]);
    twin.apply(started(KEPT_EVERY + 1));
    expect(kept).toHaveLength(1);
  });

  it('keeps its state after an outage that has cost events, once the log commits again', () => {
    condition = 'degraded';
    for (const event of [recovered(1, 0), recovered(2, 7), started(3)]) stats.apply(event);
    expect(kept).toEqual([]);
    condition = 'ok';
    stats.apply(started(4));
    stats.apply(started(5));
    expect(kept.map(({ asOf }) => asOf)).toEqual(['104']);
  });

  it('refuses counters that a newer version saved, because totals cannot be counted again', () => {
    stats.apply(started(1));
    const saved = stats.save();
    const newer = { ...saved, all: { ...saved.all, state: { ...saved.all.state, version: 99 } } };
    expect(() => make(newer)).toThrow(NewerCheckpointError);
  });
});
