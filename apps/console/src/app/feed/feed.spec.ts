import { TestBed, type ComponentFixture } from '@angular/core/testing';

import { done, failed, hello, id, opened, snapshot, started } from '../../testing/events.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import { LiveStore } from '../picture/live-store.ts';
import { FeedJump } from './feed-jump.ts';
import { Feed } from './feed.ts';

const { jest } = import.meta;

describe('Feed', () => {
  let store: LiveStore;
  let fixture: ComponentFixture<Feed>;

  beforeEach(async () => {
    jest.useFakeTimers();
    store = TestBed.inject(LiveStore);
    fixture = TestBed.createComponent(Feed);
    await settle();
  });
  afterEach(() => void jest.useRealTimers());

  /** Lets repaints and views settle. */
  async function settle(): Promise<void> {
    await jest.advanceTimersByTimeAsync(150);
  }

  /** Events arrive, and are painted. */
  async function tell(...events: ReturnType<typeof opened>[]): Promise<void> {
    for (const event of events) store.accept({ kind: 'event', event });
    await settle();
  }
  const rows = (): string[] =>
    [...fixture.nativeElement.querySelectorAll('li')].map(({ id: anchor }) => anchor);

  it('says that nothing has happened yet', () => {
    expect(textIn(fixture, '.panel-empty')).toContain('Nothing yet');
  });

  it('shows each event by type, icon and text, anchored by its id', async () => {
    store.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await tell(started(2, 'a'), done(3, 'a', 42), failed(4, 'b'));
    expect(rows()).toEqual(['event-4', 'event-3', 'event-2', 'event-1']);
    expect(textsIn(fixture, '.type')).toEqual(['tool:error', 'tool:done', 'tool:start', 'session:open']);
    expect(fixture.nativeElement.querySelectorAll('.type svg path[d]')).toHaveLength(4);
    expect(textIn(fixture, '#event-3 .measure')).toBe('42 ms');
    expect(textIn(fixture, '#event-4 .detail')).toBe('No such city');
  });

  it('names the agent as soon as the sessions are listed', async () => {
    store.accept({ kind: 'hello', hello: hello([started(2, 'a')]), resumed: false });
    await settle();
    expect(textIn(fixture, '#event-2 .agent')).toBe('session-1');
    store.takeSessions(null);
    await tell(opened(3), started(4, 'b'));
    expect(textIn(fixture, '#event-4 .agent')).toBe('weather-agent');
  });

  it('marks a gap between the rows', async () => {
    store.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    store.accept({
      kind: 'gap',
      gap: { requested: id(1), resumedAfter: id(8), stats: snapshot([opened(1)]) },
    });
    await tell(started(9, 'a'));
    expect(textsIn(fixture, 'li')[1]).toBe('Gap events after 1 up to 8 are missing here');
  });

  it('brings a row into view on demand', async () => {
    const many = Array.from({ length: 50 }, (_, index) => started(index + 1, `call-${index}`));
    store.accept({ kind: 'hello', hello: hello(many), resumed: false });
    await settle();
    TestBed.inject(FeedJump).jumpTo(5);
    await settle();
    expect(elementIn(fixture, '.viewport').scrollTop).toBe(44 * 34 - (600 - 34) / 2);
    expect(rows()).toContain('event-6');
  });

  it('holds its place when scrolled away, and says how much is new', async () => {
    const many = Array.from({ length: 50 }, (_, index) => started(index + 1, `call-${index}`));
    store.accept({ kind: 'hello', hello: hello(many), resumed: false });
    await settle();
    const viewport = elementIn(fixture, '.viewport');
    viewport.scrollTop = 340;
    viewport.dispatchEvent(new Event('scroll'));
    await tell(done(60, 'call-1'), done(61, 'call-2'), done(62, 'call-3'));
    expect(viewport.scrollTop).toBe(340 + 3 * 34);
    expect(textIn(fixture, '.pill')).toBe('3 new');
    elementIn(fixture, '.pill').click();
    await settle();
    expect(viewport.scrollTop).toBe(0);
    expect(textsIn(fixture, '.pill')).toEqual([]);
  });

  it('follows the stream at the top', async () => {
    store.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await tell(started(2, 'a'));
    expect(elementIn(fixture, '.viewport').scrollTop).toBe(0);
    expect(textsIn(fixture, '.pill')).toEqual([]);
  });
});
