import { TestBed } from '@angular/core/testing';

import { advanceClock } from '../../testing/advance-clock.ts';
import { done, failed, hello, listOf, session } from '../../testing/events.ts';
import { FakeServer, json } from '../../testing/fake-server.ts';
import { StoreFeeder } from '../../testing/store-feeder.ts';
import { FETCH } from '../api/fetch.ts';
import { LiveStore } from '../picture/live-store.ts';
import { FilterAlarms } from './filter-alarms.ts';
import { Notifications } from './notifications.ts';
import { SavedFilters } from './saved-filters.ts';

const { jest } = import.meta;

describe('FilterAlarms', () => {
  const show = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    show.mockClear();
    localStorage.clear();
    jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('tells of events whose session the console has yet to look up, each once', async () => {
    const server = new FakeServer();
    const answered = session({ sessionId: 'session-1', client: { name: 'planner', version: '2' } });
    server.answer('GET /sessions', () => json(listOf([answered])));
    TestBed.configureTestingModule({
      providers: [
        { provide: FETCH, useValue: server.fetch },
        { provide: Notifications, useValue: { show } },
      ],
    });
    const saved = TestBed.inject(SavedFilters);
    for (const text of ['client:planner', 'client:other', 'is:error']) {
      saved.save(text);
      saved.notify(text, true);
    }
    const feeder = new StoreFeeder(TestBed.inject(LiveStore));
    TestBed.inject(FilterAlarms);
    feeder.accept({ kind: 'hello', hello: hello([]), resumed: false });
    feeder.takeSessions(listOf([]));
    await advanceClock();
    feeder.accept(
      ...[failed(2, 'a'), done(3, 'b')].map((event) => ({ kind: 'event', event, size: 100 }) as const),
    );
    await advanceClock(1_000);
    const told = show.mock.calls.map(([title, text]) => [title, text]);
    expect(told).toEqual([
      ['1 event', 'is:error'],
      ['2 events', 'client:planner'],
    ]);
  });
});
