import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { parseFilter } from '#contract';

import { advanceClock } from '../../testing/advance-clock.ts';
import { done, hello, listOf, opened } from '../../testing/events.ts';
import { FakeServer, json } from '../../testing/fake-server.ts';
import { StoreFeeder } from '../../testing/store-feeder.ts';
import { FETCH } from '../api/fetch.ts';
import { LiveStore } from '../picture/live-store.ts';
import { ActiveFilter } from './active-filter.ts';

const { jest } = import.meta;

describe('ActiveFilter', () => {
  let server: FakeServer;

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.answer('GET /sessions', () => json(listOf([])));
    server.answer('GET /history', () => json({ events: [opened(1, 'session-1', 'planner')] }));
    const fetch = { provide: FETCH, useValue: server.fetch };
    TestBed.configureTestingModule({ providers: [provideRouter([]), fetch] });
    const feeder = new StoreFeeder(TestBed.inject(LiveStore));
    feeder.accept({ kind: 'hello', hello: hello([done(2, 'a')]), resumed: false });
    feeder.takeSessions(listOf([]));
  });
  afterEach(() => void jest.useRealTimers());

  /** Whether a filter selects the end of a call of a session that the live list does not have. */
  const selects = (text: string): boolean => {
    const parsed = parseFilter(text);
    if (!('filter' in parsed)) throw new Error(`"${text}" has faults`);
    return TestBed.inject(ActiveFilter).compile(parsed.filter)(done(2, 'a'));
  };

  it('selects live rows by the client of a session that is not listed, once the server has told it', async () => {
    expect([selects('client:planner'), selects('-client:planner')]).toEqual([false, true]);
    await advanceClock(1_000);
    expect([selects('client:planner'), selects('-client:planner')]).toEqual([true, false]);
    expect([selects('is:derived'), selects('client:other')]).toEqual([false, false]);
  });

  it('requests no session for a filter that does not look at sessions', async () => {
    expect([selects('tool:get_weather'), selects('is:error')]).toEqual([true, false]);
    await advanceClock(1_000);
    expect(server.urls).toEqual([]);
  });
});
