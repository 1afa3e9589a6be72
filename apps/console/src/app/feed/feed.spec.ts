import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { advanceClock } from '../../testing/advance-clock.ts';
import { done, event, failed, gapFrame, hello, opened, snapshot, started } from '../../testing/events.ts';
import { FakeLog } from '../../testing/fake-log.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import { StoreFeeder } from '../../testing/store-feeder.ts';
import { FETCH } from '../api/fetch.ts';
import { FEED_CAPACITY, LiveStore } from '../picture/live-store.ts';
import { FeedJump } from './feed-jump.ts';
import { Feed } from './feed.ts';

const { jest } = import.meta;

describe('Feed', () => {
  let log: FakeLog;
  let feeder: StoreFeeder;
  let fixture: ComponentFixture<Feed>;

  beforeEach(async () => {
    jest.useFakeTimers();
    log = new FakeLog();
    TestBed.configureTestingModule({
      providers: [provideRouter([]), { provide: FETCH, useValue: log.fetch }],
    });
    feeder = new StoreFeeder(TestBed.inject(LiveStore));
    fixture = TestBed.createComponent(Feed);
    await advanceClock();
  });
  afterEach(() => void jest.useRealTimers());

  /** Delivers events, and lets the feed repaint. */
  async function receive(...events: ReturnType<typeof opened>[]): Promise<void> {
    for (const event of events) feeder.accept({ kind: 'event', event, size: 1 });
    await advanceClock();
  }
  const rows = (): string[] =>
    [...fixture.nativeElement.querySelectorAll('li')].map(({ id: anchor }) => anchor);

  it('says that there are no events yet', () => {
    expect(textIn(fixture, '.empty')).toContain('No events yet');
  });

  it('shows each call as one row with its outcome, which stands where the call began', async () => {
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await receive(started(2, 'a'), started(3, 'b'), failed(4, 'b'), done(5, 'a', 42));
    expect(rows()).toEqual(['event-3', 'event-2', 'event-1']);
    expect(textsIn(fixture, '.word')).toEqual(['error', 'done', 'opened']);
    expect(fixture.nativeElement.querySelectorAll('.word svg path[d]')).toHaveLength(3);
    expect(textIn(fixture, '#event-2 .measure')).toBe('42 ms');
    expect(textIn(fixture, '#event-3 .detail')).toBe('No such city');
  });

  it('shows the age of a running call in its row, and its end in the same place', async () => {
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await receive(started(2, 'a'), done(3, 'b'));
    expect(rows()).toEqual(['event-3', 'event-2', 'event-1']);
    expect(textsIn(fixture, '.word')).toEqual(['done', 'running', 'opened']);
    expect(textIn(fixture, '#event-2 .measure')).toMatch(/^[\d.]+ (s|m|h|d)/);
    await receive(done(4, 'a', 2_000));
    expect(textsIn(fixture, '.word')).toEqual(['done', 'done', 'opened']);
    expect(textIn(fixture, '#event-2 .measure')).toBe('2.00 s');
  });

  it('shows a call as one row, whatever it reports, with its last report', async () => {
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    const reports = Array.from({ length: 12 }, (_, part) =>
      event(3 + part, 'tool:progress', { callId: 'a', tool: 'index', progress: part + 1, total: 12 }),
    );
    await receive(started(2, 'a', 'index'), ...reports);
    expect(rows()).toEqual(['event-2', 'event-1']);
    expect(textIn(fixture, '#event-2 .detail')).toBe('12 of 12');
    await receive(done(15, 'a', 13_000, 'index'));
    expect(rows()).toEqual(['event-2', 'event-1']);
    expect(textIn(fixture, '#event-2 .word')).toBe('done');
  });

  it('shows the start of a call as a row of its own on demand', async () => {
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await receive(started(2, 'a'), done(3, 'a', 42), started(4, 'b'));
    elementIn(fixture, '.apart input').click();
    await advanceClock();
    expect(rows()).toEqual(['event-4', 'event-3', 'event-2', 'event-1']);
    expect(TestBed.inject(Router).url).toBe('/?calls=apart');
  });

  it('shows the name of the agent once the sessions are known', async () => {
    feeder.accept({ kind: 'hello', hello: hello([done(2, 'a')]), resumed: false });
    await advanceClock();
    expect(textIn(fixture, '#event-2 .agent')).toBe('…');
    feeder.goWithoutSessions('none');
    await receive(opened(3), done(4, 'b'));
    expect(textIn(fixture, '#event-4 .agent')).toBe('weather-agent');
  });

  it('marks a gap in the stream between the rows', async () => {
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    feeder.accept({
      kind: 'gap',
      gap: gapFrame(1, 8, snapshot([opened(1)])),
    });
    await receive(done(9, 'a'));
    expect(textsIn(fixture, 'li')[1]).toMatch(/^Gap: Events from .+ on are missing$/);
  });

  it('shows what the filter of the URL selects, and the start of a call if that is all it asks for', async () => {
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await receive(started(2, 'a'), done(3, 'a', 42), failed(4, 'b'), started(5, 'c', 'get_tide'));
    await TestBed.inject(Router).navigateByUrl('/?filter=is:error');
    await advanceClock();
    expect(rows()).toEqual(['event-4']);
    expect(textIn(fixture, '.part-note')).toBe('1 row of 5 events received');
    await TestBed.inject(Router).navigateByUrl('/?filter=type:tool:start');
    await advanceClock();
    expect(rows()).toEqual(['event-5', 'event-2']);
    await TestBed.inject(Router).navigateByUrl('/?filter=is:running');
    await advanceClock();
    expect(rows()).toEqual(['event-5']);
  });

  describe('with many rows', () => {
    const ROW = 26;
    let viewport: HTMLElement;

    beforeEach(async () => {
      const many = Array.from({ length: 50 }, (_, index) => done(index + 1, `call-${index}`));
      feeder.accept({ kind: 'hello', hello: hello(many), resumed: false });
      await advanceClock();
      viewport = elementIn(fixture, '.viewport');
    });

    async function scrollTo(top: number): Promise<void> {
      viewport.scrollTop = top;
      viewport.dispatchEvent(new Event('scroll'));
      await advanceClock();
    }
    async function press(key: string, target: HTMLElement = document.body): Promise<KeyboardEvent> {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
      await advanceClock();
      return event;
    }
    const newest = (): string | undefined => rows()[0];

    it('scrolls a requested row to the middle of the view', async () => {
      TestBed.inject(FeedJump).jumpTo(5);
      await advanceClock();
      expect(viewport.scrollTop).toBe(44 * ROW - (600 - ROW) / 2);
      expect(rows()).toContain('event-6');
    });

    it('holds its rows once it is scrolled, counts the new ones, and follows the stream again from the top', async () => {
      await scrollTo(10 * ROW);
      await receive(done(60, 'call-1'), done(61, 'call-2'), done(62, 'call-3'));
      expect(viewport.scrollTop).toBe(10 * ROW);
      expect(rows()).not.toContain('event-62');
      expect(textIn(fixture, '.pill')).toBe('3 new');
      elementIn(fixture, '.pill').click();
      await advanceClock();
      expect(viewport.scrollTop).toBe(0);
      expect(textsIn(fixture, '.pill')).toEqual([]);
      expect(newest()).toBe('event-62');
      await scrollTo(10 * ROW);
      await scrollTo(0);
      await receive(done(63, 'call-4'));
      expect(newest()).toBe('event-63');
    });

    it('keeps the rows of a pause even when the store keeps them no more', async () => {
      await press(' ');
      const flood = Array.from({ length: FEED_CAPACITY }, (_, index) => done(index + 100, `flood-${index}`));
      await receive(...flood);
      expect(newest()).toBe('event-50');
      expect(textIn(fixture, '.pill')).toBe('10,000 new');
      await press(' ');
      expect(newest()).toBe(`event-${FEED_CAPACITY + 99}`);
    });

    it('stays paused at the top until it is resumed', async () => {
      elementIn(fixture, '[aria-pressed=false]').click();
      await scrollTo(5 * ROW);
      await scrollTo(0);
      await receive(done(60, 'call-1'));
      expect(newest()).toBe('event-50');
      elementIn(fixture, '[aria-pressed=true]').click();
      await advanceClock();
      expect(newest()).toBe('event-60');
    });

    it('selects rows with J and K, shows all of one, and keeps the selection in the URL', async () => {
      await press('j');
      await press('j');
      await press('k');
      await press('j');
      expect(TestBed.inject(Router).url).toBe('/?event=49');
      expect(textIn(fixture, '[aria-current]')).toContain('get_weather');
      expect(textsIn(fixture, 'app-event-detail dd')).toContain('tool:done');
      await press('Escape');
      expect(TestBed.inject(Router).url).toBe('/');
      expect(textsIn(fixture, 'app-event-detail')).toEqual([]);
    });

    it('lets the space bar press the button that has the focus', async () => {
      const button = elementIn(fixture, '[aria-pressed]');
      const event = await press(' ', button);
      expect(event.defaultPrevented).toBe(false);
      expect(textIn(fixture, '[aria-pressed]')).toContain('Pause');
    });

    it('scrolls to the event that the URL names', async () => {
      await TestBed.inject(Router).navigateByUrl('/?event=7');
      await advanceClock();
      expect(rows()).toContain('event-7');
      expect(viewport.scrollTop).toBe(43 * ROW - (600 - ROW) / 2);
    });

    it('says that it does not have the event that the URL names', async () => {
      await TestBed.inject(Router).navigateByUrl('/?event=77777');
      await advanceClock();
      expect(textIn(fixture, '.part-note')).toContain('event 77777 is not among them');
    });

    it('goes on with older events of the log below the rows that it keeps', async () => {
      log.events = Array.from({ length: 80 }, (_, index) => done(index + 1, `call-${index}`));
      feeder = new StoreFeeder(TestBed.inject(LiveStore));
      TestBed.inject(LiveStore).clear();
      feeder.accept({ kind: 'hello', hello: hello(log.events.slice(20)), resumed: false });
      await advanceClock();
      expect(log.urls).toEqual([]);
      await scrollTo(45 * ROW);
      expect(log.urls).toEqual([
        '/history?before=31&limit=250&payloads=hidden&filter=-type%3Atool%3Aprogress',
      ]);
      await press('[');
      expect(rows().slice(-3)).toEqual(['event-2', 'event-1', '']);
      expect(textsIn(fixture, 'li').at(-1)).toMatch(/^The log keeps nothing older than .+\.$/);
      await press(']');
      expect(rows()[0]).toBe('event-80');
    });

    it('says why older events are missing, and reads them when it is asked', async () => {
      log.isReachable = false;
      await scrollTo(45 * ROW);
      expect(textIn(fixture, '.edge')).toContain('Older events are missing. The server cannot be reached.');
      log.isReachable = true;
      elementIn(fixture, '.edge button').click();
      await advanceClock();
      expect(textIn(fixture, '.edge')).toContain('The log keeps nothing older');
    });

    it('keeps the rows under a pointer where they are while the ring wraps, until the pointer leaves', async () => {
      const move = new MouseEvent('pointermove', { movementX: 1, bubbles: true });
      Object.assign(move, { pointerType: 'mouse' });
      viewport.dispatchEvent(move);
      const before = rows();
      const flood = Array.from({ length: FEED_CAPACITY + 1 }, (_, index) =>
        done(index + 100, `flood-${index}`),
      );
      await receive(...flood);
      expect(rows()).toEqual(before);
      viewport.dispatchEvent(new Event('pointerleave'));
      await advanceClock();
      expect(newest()).toBe(`event-${FEED_CAPACITY + 100}`);
    });

    it('marks where events were dropped before this tab, and shows them from the log', async () => {
      await TestBed.inject(Router).navigateByUrl('/?filter=is:error');
      const rows = { items: [{ kind: 'event', key: '99', event: done(99, 'a') } as const], skipped: 7 };
      TestBed.inject(LiveStore).take({ rows }, false);
      await advanceClock();
      expect(textIn(fixture, '.hole')).toMatch(/^Gap: 7 events from .+ to .+ came too fast for this tab/);
      elementIn(fixture, '.hole button').click();
      await advanceClock();
      expect(TestBed.inject(Router).url).toMatch(/from=.+&to=.+/);
    });

    it('shows the events of a range of the past, newest first', async () => {
      log.events = Array.from({ length: 40 }, (_, index) => done(index + 1, `call-${index}`));
      await TestBed.inject(Router).navigateByUrl(
        '/?from=2026-11-22T08:00:00.000Z&to=2026-11-22T08:01:00.000Z',
      );
      await advanceClock();
      expect(newest()).toBe('event-40');
      expect(log.urls.at(-1)).toContain('from=2026-11-22T08%3A00%3A00.000Z&to=2026-11-22T08%3A01%3A00.000Z');
      expect(textIn(fixture, '.part-note')).toMatch(/^40 rows from .+ to .+/);
      expect(textsIn(fixture, '[aria-pressed]')).toEqual([]);
    });
  });
});
