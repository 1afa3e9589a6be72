import { foldCalls, type CallsInFlight, type SessionView } from '#contract';

import { done, id, listOf, opened, session, SINCE, started } from '../../../testing/events.ts';
import { HELD_BACK, SessionBook } from './session-book.ts';

const NO_CALLS: CallsInFlight = new Map();

const at = (number: number): string => new Date(Date.parse(SINCE) + number * 1000).toISOString();

describe('SessionBook', () => {
  let book: SessionBook;

  const listed = (): string[] => [...book.views(NO_CALLS).keys()];
  const take = (sessions: SessionView[], asOf: number): boolean => book.takeList(listOf(sessions, asOf));

  beforeEach(() => {
    book = new SessionBook();
    book.awaitList(id(0));
  });

  it('counts an event once that the list includes', () => {
    book.add(started(1, 'a'));
    book.add(started(2, 'b'));
    take([session({ calls: 1 })], 1);
    expect(book.get('session-1')?.calls).toBe(2);
    book.add(started(1, 'a'));
    expect(book.get('session-1')?.calls).toBe(2);
    book.add(started(3, 'c'));
    expect(book.get('session-1')?.calls).toBe(3);
  });

  it('keeps sessions that opened while the list was being requested', () => {
    book.add(opened(2, 'late'));
    take([], 1);
    expect(listed()).toEqual(['late']);
  });

  it('continues without a list', () => {
    book.add(opened(1));
    book.doWithoutList();
    book.add(started(2, 'a'));
    expect(book.get('session-1')?.calls).toBe(1);
  });

  it('adds the calls in flight to the sessions that it lists', () => {
    take([session({ callsInFlight: 7 })], 1);
    const calls: CallsInFlight = new Map();
    foldCalls(calls, started(2, 'a'));
    expect([...book.views(calls).values()]).toEqual([session({ callsInFlight: 1 })]);
    book.add(done(3, 'a'));
    expect([...book.views(NO_CALLS).values()]).toMatchObject([{ callsInFlight: 0 }]);
  });

  it('lists open sessions first, and the newest first', () => {
    const ended = session({ sessionId: 'over', openedAt: at(3), endedAt: at(3), state: 'closed' });
    take(
      [session({ sessionId: 'new', openedAt: at(2) }), session({ sessionId: 'old', openedAt: at(1) }), ended],
      3,
    );
    book.add(opened(4, 'newest'));
    expect(listed()).toEqual(['newest', 'new', 'old', 'over']);
  });

  it('rejects a list that is older than the snapshot, and waits for another', () => {
    book.awaitList(id(5));
    book.add(opened(6, 'late'));
    expect(take([session({ sessionId: 'stale' })], 4)).toBe(false);
    expect(listed()).toEqual([]);
    book.add(opened(7, 'later'));
    expect(take([session({ sessionId: 'fresh' })], 6)).toBe(true);
    expect(listed()).toEqual(['later', 'fresh']);
  });

  it('ignores a list that it does not await, because it would undo events', () => {
    take([session()], 1);
    book.add(started(2, 'a'));
    expect(take([session()], 1)).toBe(true);
    expect(book.get('session-1')?.calls).toBe(1);
  });

  it('asks for another list if more events arrive than it can buffer', () => {
    for (let number = 1; number <= HELD_BACK + 1; number += 1) book.add(started(number, `${number}`));
    expect(take([session()], 1)).toBe(false);
    book.add(started(HELD_BACK + 2, 'last'));
    expect(take([session({ calls: HELD_BACK })], HELD_BACK)).toBe(false);
    expect(take([session({ calls: HELD_BACK + 1 })], HELD_BACK + 1)).toBe(true);
    expect(book.get('session-1')?.calls).toBe(HELD_BACK + 2);
  });
});
