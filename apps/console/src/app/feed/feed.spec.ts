import { TestBed, type ComponentFixture } from '@angular/core/testing';

import { advanceClock } from '../../testing/advance-clock.ts';
import { done, failed, gapFrame, hello, opened, snapshot, started } from '../../testing/events.ts';
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
    await advanceClock();
  });
  afterEach(() => void jest.useRealTimers());

  /** Delivers events, and lets the feed repaint. */
  async function receive(...events: ReturnType<typeof opened>[]): Promise<void> {
    for (const event of events) store.accept({ kind: 'event', event });
    await advanceClock();
  }
  const rows = (): string[] =>
    [...fixture.nativeElement.querySelectorAll('li')].map(({ id: anchor }) => anchor);

  it('says that there are no events yet', () => {
    expect(textIn(fixture, '.panel-empty')).toContain('No events yet');
  });

  it('shows the type, icon and text of each event in a row with its id as anchor', async () => {
    store.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await receive(started(2, 'a'), done(3, 'a', 42), failed(4, 'b'));
    expect(rows()).toEqual(['event-4', 'event-3', 'event-2', 'event-1']);
    expect(textsIn(fixture, '.type')).toEqual(['tool:error', 'tool:done', 'tool:start', 'session:open']);
    expect(fixture.nativeElement.querySelectorAll('.type svg path[d]')).toHaveLength(4);
    expect(textIn(fixture, '#event-3 .measure')).toBe('42 ms');
    expect(textIn(fixture, '#event-4 .detail')).toBe('No such city');
  });

  it('shows the name of the agent once the sessions are known', async () => {
    store.accept({ kind: 'hello', hello: hello([started(2, 'a')]), resumed: false });
    await advanceClock();
    expect(textIn(fixture, '#event-2 .agent')).toBe('session-1');
    store.takeSessions(null);
    await receive(opened(3), started(4, 'b'));
    expect(textIn(fixture, '#event-4 .agent')).toBe('weather-agent');
  });

  it('marks a gap in the stream between the rows', async () => {
    store.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    store.accept({
      kind: 'gap',
      gap: gapFrame(1, 8, snapshot([opened(1)])),
    });
    await receive(started(9, 'a'));
    expect(textsIn(fixture, 'li')[1]).toBe('Gap: Events after 1 up to 8 are missing');
  });

  it('scrolls a requested row to the middle of the view', async () => {
    const many = Array.from({ length: 50 }, (_, index) => started(index + 1, `call-${index}`));
    store.accept({ kind: 'hello', hello: hello(many), resumed: false });
    await advanceClock();
    TestBed.inject(FeedJump).jumpTo(5);
    await advanceClock();
    expect(elementIn(fixture, '.viewport').scrollTop).toBe(44 * 34 - (600 - 34) / 2);
    expect(rows()).toContain('event-6');
  });

  it('keeps its scroll position when new events arrive, and counts them', async () => {
    const many = Array.from({ length: 50 }, (_, index) => started(index + 1, `call-${index}`));
    store.accept({ kind: 'hello', hello: hello(many), resumed: false });
    await advanceClock();
    const viewport = elementIn(fixture, '.viewport');
    viewport.scrollTop = 340;
    viewport.dispatchEvent(new Event('scroll'));
    await receive(done(60, 'call-1'), done(61, 'call-2'), done(62, 'call-3'));
    expect(viewport.scrollTop).toBe(340 + 3 * 34);
    expect(textIn(fixture, '.pill')).toBe('3 new');
    elementIn(fixture, '.pill').click();
    await advanceClock();
    expect(viewport.scrollTop).toBe(0);
    expect(textsIn(fixture, '.pill')).toEqual([]);
  });

  it('shows new events at once when scrolled to the top', async () => {
    store.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    await receive(started(2, 'a'));
    expect(elementIn(fixture, '.viewport').scrollTop).toBe(0);
    expect(textsIn(fixture, '.pill')).toEqual([]);
  });
});
