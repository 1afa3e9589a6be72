import { emptyStats, reduceStats, totalsOf, type CrowsnestEvent, type EventId } from '#contract';

import {
  done,
  failed,
  gapFrame,
  hello,
  id,
  opened,
  SINCE,
  snapshot,
  started,
} from '../../../testing/events.ts';
import { FEED_CAPACITY, FeedLog } from '../feed/feed-log.ts';
import type { PictureChanges } from '../picture-changes.ts';
import { positionAfter, readFrame } from '../stream/stream-frame.ts';
import { LivePicture } from './live-picture.ts';
import { BATCH, TabView } from './tab-view.ts';

describe('TabView', () => {
  let picture: LivePicture;

  beforeEach(() => {
    picture = new LivePicture();
  });

  const begin = (events: CrowsnestEvent[] = []): void =>
    void picture.accept({ kind: 'hello', hello: hello(events), resumed: false });
  const receive = (...events: CrowsnestEvent[]): void => {
    for (const event of events) picture.accept({ kind: 'event', event, size: 1 });
  };
  const calls = (first: number, count: number): CrowsnestEvent[] =>
    Array.from({ length: count }, (_, index) => started(first + index, `call-${first + index}`));
  const viewAfter = (after: EventId | null): TabView => new TabView(picture, after);
  /** Returns all due pictures. */
  function drain(view: TabView): PictureChanges[] {
    const pictures = [];
    do pictures.push(view.changes());
    while (view.isBehind);
    return pictures;
  }
  const rowsOf = (pictures: PictureChanges[]): string[] =>
    pictures.flatMap(({ rows }) => rows?.items ?? []).map((item) => (item.kind === 'gap' ? 'gap' : item.key));
  const skippedOf = (pictures: PictureChanges[]): number =>
    pictures.reduce((sum, { rows }) => sum + (rows?.skipped ?? 0), 0);

  it('returns nothing before the first snapshot', () => {
    expect(viewAfter(null).changes()).toEqual({});
  });

  it('shows an outage of the log before the log can commit the event, and keeps the position', () => {
    begin([opened(1)]);
    const view = viewAfter(null);
    drain(view);
    const notice = (type: string, data: object): void => {
      const event = { type, sessionId: '', tenantId: '', timestamp: SINCE, data };
      const frame = readFrame({ event: type, data: JSON.stringify(event), id: undefined }, false);
      expect(frame && positionAfter(frame)).toBeUndefined();
      if (frame) picture.accept(frame);
    };
    const cause = { error: 'Redis is away', instance: 'host-1' };
    notice('log:degraded', cause);
    expect(view.changes().figures?.logOutage).toEqual({ since: SINCE, ...cause });
    notice('log:recovered', { durationMs: 5, lost: 0 });
    expect(view.changes().figures?.logOutage).toBeNull();
  });

  it('first returns everything, and then nothing while nothing changes', () => {
    begin([opened(1), started(2, 'a')]);
    const view = viewAfter(null);
    const { figures, tools, calls: inFlight, sessions, rows } = view.changes();
    expect(figures).toMatchObject({ totalToolCalls: 1, activeSessions: 1 });
    expect(tools?.set).toMatchObject([['get_weather', { calls: 1 }]]);
    expect(inFlight?.set).toMatchObject([['a', { tool: 'get_weather' }]]);
    expect(sessions).toBeUndefined();
    expect(rows?.items.map(({ key }) => key)).toEqual(['1', '2']);
    expect(view.changes()).toEqual({});
  });

  it('leaves out the tools that an event does not change', () => {
    begin([started(1, 'a', 'search'), started(2, 'b', 'fetch')]);
    const view = viewAfter(null);
    view.changes();
    receive(started(3, 'c', 'fetch'));
    const { tools, calls: inFlight } = view.changes();
    expect(tools?.set.map(([name]) => name)).toEqual(['fetch']);
    expect(inFlight).toMatchObject({ set: [['c', {}]], gone: [] });
  });

  it('sends many rows in batches', () => {
    begin();
    const view = viewAfter(null);
    drain(view);
    receive(...calls(1, 2 * BATCH + 5));
    const batches = drain(view).map(({ rows }) => rows?.items.length);
    expect(batches).toEqual([BATCH, BATCH, 5]);
  });

  it('counts the events that left the feed before they were sent', () => {
    begin();
    const view = viewAfter(null);
    drain(view);
    receive(...calls(1, FEED_CAPACITY + 300));
    const pictures = drain(view);
    expect(skippedOf(pictures)).toBe(300);
    expect(rowsOf(pictures)).toHaveLength(FEED_CAPACITY);
    expect(rowsOf(pictures)[0]).toBe('301');
  });

  it('continues where another host has left the tab, without duplicates or losses', () => {
    picture.continueAfter(id(3));
    const missed = calls(4, 6);
    picture.accept({ kind: 'hello', hello: hello([opened(1), ...calls(2, 8)]), resumed: true });
    receive(...missed, started(10, 'live'));
    expect(rowsOf(drain(viewAfter(id(3))))).toEqual(['4', '5', '6', '7', '8', '9', '10']);
    expect(rowsOf(drain(viewAfter(id(6))))).toEqual(['7', '8', '9', '10']);
    expect(rowsOf(drain(viewAfter(id(10))))).toEqual([]);
    expect(drain(viewAfter(id(3)))[0]?.figures).toMatchObject({ totalToolCalls: 9 });
  });

  it('marks the events that are missing between the tab and the feed of another host', () => {
    begin([opened(8), started(9, 'a')]);
    receive(started(10, 'b'));
    const pictures = drain(viewAfter(id(5)));
    expect(rowsOf(pictures)).toEqual(['gap', '9', '10']);
    expect(pictures[0]?.rows?.items[0]).toMatchObject({ gap: { after: '5', upTo: '8' } });
  });

  it('marks nothing if the feed is full, because none of the tab’s rows remains', () => {
    begin();
    receive(...calls(1, FEED_CAPACITY + 10));
    const pictures = drain(viewAfter(id(5)));
    expect(rowsOf(pictures)).toHaveLength(FEED_CAPACITY);
    expect(rowsOf(pictures)).not.toContain('gap');
  });

  it.each([1, 2, 3])(
    'gives a tab the server’s counters and every event once, at any rhythm (seed %i)',
    (seed) => {
      const random = generator(seed);
      const server = emptyStats(id(0), SINCE);
      const view = viewAfter(null);
      const tab = {
        feed: new FeedLog(FEED_CAPACITY),
        tools: new Map(),
        calls: new Map(),
        dropped: 0,
        figures: {},
      };
      const take = ({ figures, tools, calls: inFlight, rows }: PictureChanges): void => {
        tab.figures = figures ?? tab.figures;
        for (const name of inFlight?.gone ?? []) tab.calls.delete(name);
        for (const [name, value] of inFlight?.set ?? []) tab.calls.set(name, value);
        for (const [name, value] of tools?.set ?? []) tab.tools.set(name, value);
        tab.dropped += rows?.skipped ?? 0;
        for (const item of rows?.items ?? []) if (item.kind === 'event') tab.feed.add(item.event);
      };
      begin();
      let number = 0;
      const running: string[] = [];
      for (let round = 0; round < 40; round += 1) {
        for (let count = Math.floor(random() ** 4 * 9_000); count > 0; count -= 1) {
          number += 1;
          const ended = random() < 0.5 ? running.shift() : undefined;
          const event =
            ended === undefined
              ? started(number, `call-${number}`, `tool-${Math.floor(random() * 9)}`)
              : random() < 0.9
                ? done(number, ended)
                : failed(number, ended);
          if (ended === undefined) running.push(`call-${number}`);
          reduceStats(server, event);
          receive(event);
        }
        if (random() < 0.6) take(view.changes());
      }
      for (const changes of drain(view)) take(changes);
      const { tools, inFlight, ...figures } = totalsOf(server);
      expect(tab.figures).toMatchObject(figures);
      expect(Object.fromEntries(tab.tools)).toEqual(tools);
      expect([...tab.calls.values()]).toEqual(inFlight);
      const { added, kept } = tab.feed.events;
      expect(kept + (added - kept) + tab.dropped).toBe(number);
      expect(tab.feed.position).toBe(String(number));
      const shown = tab.feed.newest(0, FEED_CAPACITY).map(({ key }) => Number(key));
      expect(shown).toEqual(Array.from({ length: shown.length }, (_, back) => number - back));
    },
  );

  it('sends a gap as a row of the feed', () => {
    begin([opened(1)]);
    const view = viewAfter(null);
    drain(view);
    picture.accept({ kind: 'gap', gap: gapFrame(1, 8, snapshot([opened(1), started(8, 'a')])) });
    expect(view.changes()).toMatchObject({
      figures: { totalToolCalls: 1 },
      rows: { items: [{ kind: 'gap', gap: { after: '1', upTo: '8' } }], skipped: 0 },
    });
  });
});

/** Returns reproducible random numbers between 0 and 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
