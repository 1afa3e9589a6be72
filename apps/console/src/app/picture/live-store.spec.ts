import { TestBed } from '@angular/core/testing';
import { emptyStats, reduceStats, totalsOf, type CrowsnestEvent } from '#contract';

import {
  done,
  event,
  failed,
  gapFrame,
  hello,
  id,
  listOf,
  opened,
  session,
  SINCE,
  snapshot,
  started,
} from '../../testing/events.ts';
import { StoreFeeder } from '../../testing/store-feeder.ts';
import { FEED_CAPACITY, LiveStore } from './live-store.ts';

const EARLIER = [opened(1), started(2, 'a'), done(3, 'a')];
const LATER = [started(4, 'b'), started(5, 'c'), failed(6, 'b'), opened(7, 'session-2')];

describe('LiveStore', () => {
  let store: LiveStore;
  let feeder: StoreFeeder;

  beforeEach(() => {
    store = TestBed.inject(LiveStore);
    feeder = new StoreFeeder(store);
  });

  const begin = (events = EARLIER): void =>
    void feeder.accept({ kind: 'hello', hello: hello(events), resumed: false });
  const receive = (events: readonly CrowsnestEvent[]): void =>
    void feeder.accept(...events.map((event) => ({ kind: 'event' as const, event, size: 1 })));
  const keys = (): string[] => store.rows(0, FEED_CAPACITY).map(({ key }) => key);

  it('is empty before the first snapshot', () => {
    expect(store.totals()).toBeNull();
    receive(LATER);
    expect(store.totals()).toBeNull();
    expect(keys()).toEqual([]);
  });

  it('publishes the snapshot at once, and asks for the list of sessions', () => {
    expect(feeder.accept({ kind: 'hello', hello: hello(EARLIER), resumed: false })).toEqual({
      listSessions: true,
    });
    expect(store.totals()).toMatchObject({
      totalToolCalls: 1,
      activeSessions: 1,
      p50LatencyMs: expect.any(Number),
    });
    expect(keys()).toEqual(['3', '2', '1']);
  });

  it('has exactly the server’s counters after snapshot and events', () => {
    begin();
    receive(LATER);
    const server = [...EARLIER, ...LATER].reduce(reduceStats, emptyStats(id(0), SINCE));
    expect(store.totals()).toEqual({ ...totalsOf(server), lastEventAt: server.clock.now, instance: 'test' });
    expect(store.totals()).toMatchObject({ totalToolCalls: 3, errorCount: 1, toolCallsInFlight: 1 });
  });

  it('counts and shows a repeated event once', () => {
    begin();
    receive(LATER);
    const before = store.totals();
    receive([...EARLIER, ...LATER]);
    expect(store.totals()).toEqual(before);
    expect(keys()).toEqual(['7', '6', '5', '4', '3', '2', '1']);
  });

  it('keeps its state when a connection resumes', () => {
    begin();
    const missed = [...EARLIER, ...LATER];
    expect(feeder.accept({ kind: 'hello', hello: hello(missed), resumed: true })).toEqual({
      listSessions: false,
    });
    expect(store.totals()?.totalToolCalls).toBe(1);
    receive(LATER);
    expect(store.totals()?.totalToolCalls).toBe(3);
    expect(keys()).toEqual(['7', '6', '5', '4', '3', '2', '1']);
    expect(store.gap()).toBeNull();
  });

  it('takes the counters of a gap frame, and marks the gap in the feed', () => {
    begin();
    const stats = snapshot([...EARLIER, ...LATER]);
    expect(feeder.accept({ kind: 'gap', gap: gapFrame(3, 5, stats, { missing: 2 }) })).toEqual({
      listSessions: true,
    });
    expect(store.totals()).toMatchObject({ totalToolCalls: 3, errorCount: 1, asOf: '7' });
    const gap = { after: '3', upTo: '5', from: '2026-11-22T08:00:03.000Z', to: null, missing: 2 };
    expect(store.gap()).toEqual({ ...gap, row: 3 });
    receive(LATER);
    expect(store.totals()).toMatchObject({ totalToolCalls: 3, errorCount: 1 });
    expect(store.rows(0, 4)).toMatchObject([{ key: '7' }, { key: '6' }, { kind: 'gap', gap }, { key: '3' }]);
    store.acknowledgeGap();
    expect(store.gap()).toBeNull();
    expect(store.rows(0, 4).map(({ kind }) => kind)).toContain('gap');
  });

  it('treats a new snapshot after an older one as a gap', () => {
    begin();
    begin([...EARLIER, ...LATER]);
    expect(store.gap()).toEqual({
      after: '3',
      upTo: '7',
      from: '2026-11-22T08:00:03.000Z',
      to: null,
      missing: null,
      row: 3,
    });
    expect(store.totals()?.totalToolCalls).toBe(3);
  });

  it('bounds the feed, but not the counters', () => {
    begin([]);
    receive(Array.from({ length: FEED_CAPACITY }, (_, index) => started(1 + index, `call-${index}`)));
    receive(Array.from({ length: 10 }, (_, index) => started(FEED_CAPACITY + 1 + index, `late-${index}`)));
    expect(store.feed()).toEqual({ size: FEED_CAPACITY, added: FEED_CAPACITY + 10 });
    expect(store.totals()?.totalToolCalls).toBe(FEED_CAPACITY + 10);
    expect(keys().at(-1)).toBe('11');
  });

  it('accounts for every event', () => {
    begin();
    expect(store.counts()).toEqual({ received: 3, kept: 3, evicted: 0, dropped: 0 });
    const many = Array.from({ length: 12_000 }, (_, index) => started(10 + index, `call-${index}`));
    receive(many.slice(0, 9_000));
    receive(many.slice(9_000));
    expect(store.counts()).toEqual({ received: 12_003, kept: 10_000, evicted: 2_003, dropped: 0 });
  });

  it('counts the events that the host dropped before this tab could take them', () => {
    begin();
    receive(Array.from({ length: 25_000 }, (_, index) => started(10 + index, `call-${index}`)));
    expect(store.counts()).toEqual({ received: 25_003, kept: 10_000, evicted: 3, dropped: 15_000 });
    expect(keys().at(-1)).toBe('15010');
  });

  it('exposes why there is no list of sessions, until there is one', () => {
    begin();
    expect(store.sessionsProblem()).toBeNull();
    feeder.goWithoutSessions('The server does not answer.');
    expect(store.sessionsProblem()).toBe('The server does not answer.');
    expect(store.listings()).toBe(0);
    feeder.takeSessions(listOf([session()], 3));
    expect(store.sessionsProblem()).toBeNull();
    expect(store.listings()).toBe(1);
  });

  it('has no notices of events before the tab was opened', () => {
    const recovered = event(3, 'log:recovered', { durationMs: 9, lost: 1 }, '');
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    const late = new StoreFeeder(store);
    store.clear();
    late.accept({ kind: 'hello', hello: hello([opened(1), opened(2), recovered]), resumed: false });
    expect(store.logRecovery()).toBeNull();
    late.accept({ kind: 'event', event: { ...recovered, id: id(4) }, size: 1 });
    expect(store.logRecovery()).toMatchObject({ lost: 1 });
  });

  it('updates the sessions and their calls in flight with each event', () => {
    begin();
    feeder.takeSessions(listOf([session({ calls: 1, lastEventAt: EARLIER[2]?.timestamp ?? '' })], 3));
    receive(LATER);
    expect(store.sessions()).toMatchObject([
      { sessionId: 'session-2', calls: 0, callsInFlight: 0 },
      { sessionId: 'session-1', calls: 3, errors: 1, callsInFlight: 1 },
    ]);
  });

  it('is untouched until an agent connects, whatever happens beside sessions', () => {
    begin([]);
    receive([event(1, 'instance:up', { instance: 'a-0', name: 'a', version: '1' }, '')]);
    expect(store.untouched()).toBe(true);
    receive([opened(2)]);
    expect(store.untouched()).toBe(false);
  });

  it('clears everything on demand', () => {
    begin();
    store.clear();
    expect(store.totals()).toBeNull();
    expect(store.feed()).toEqual({ size: 0, added: 0 });
    expect(store.sessions()).toEqual([]);
  });
});
