import { done, event, failed, opened, session, SINCE, started } from '../../testing/events.ts';
import { ENDED_SESSIONS, SessionBook } from './session-book.ts';
import { foldSession } from './session-fold.ts';

const at = (number: number): string => new Date(Date.parse(SINCE) + number * 1000).toISOString();

describe('foldSession', () => {
  it('begins a session with its session:open', () => {
    expect(foldSession(undefined, opened(3))).toEqual(
      session({ openedAt: at(3), lastEventAt: at(3), calls: 0, errors: 0 }),
    );
  });

  it('knows nothing of a session whose beginning it has not seen', () => {
    expect(foldSession(undefined, started(3, 'a'))).toBeUndefined();
  });

  it('counts calls and failures, and keeps the time of the last event', () => {
    const events = [started(1, 'a'), done(2, 'a'), started(3, 'b'), failed(4, 'b')];
    const folded = events.reduce((known, next) => foldSession(known, next) ?? known, session());
    expect(folded).toMatchObject({ calls: 2, errors: 1, lastEventAt: at(4), state: 'open' });
  });

  it.each([
    [event(5, 'session:close', { reason: 'admin', durationMs: 1, calls: 0 }), 'closed', 'admin'],
    [
      event(5, 'session:expired', { reason: 'instance-lost', idleMs: 1, calls: 0 }),
      'expired',
      'instance-lost',
    ],
  ])('ends it', (end, state, endReason) => {
    expect(foldSession(session(), end)).toMatchObject({ state, endReason, endedAt: at(5) });
  });

  it('leaves the session it was given as it was', () => {
    const before = session();
    foldSession(before, started(1, 'a'));
    expect(before).toEqual(session());
  });
});

describe('SessionBook', () => {
  let book: SessionBook;

  beforeEach(() => {
    book = new SessionBook();
    book.awaitList();
  });

  it('does not count twice what the list already holds', () => {
    book.add(started(1, 'a'));
    book.add(started(2, 'b'));
    book.takeList([session({ calls: 1, lastEventAt: at(1) })]);
    expect(book.get('session-1')?.calls).toBe(2);
    book.add(started(1, 'a'));
    expect(book.get('session-1')?.calls).toBe(2);
    book.add(started(3, 'c'));
    expect(book.get('session-1')?.calls).toBe(3);
  });

  it('keeps sessions that opened while the list was on its way', () => {
    book.add(opened(1, 'late'));
    book.takeList([]);
    expect(book.list().map(({ sessionId }) => sessionId)).toEqual(['late']);
  });

  it('goes on without a list', () => {
    book.add(opened(1));
    book.doWithoutList();
    book.add(started(2, 'a'));
    expect(book.get('session-1')?.calls).toBe(1);
  });

  it('lists open sessions first, the newest first', () => {
    book.takeList([
      session({ sessionId: 'new', openedAt: at(2) }),
      session({ sessionId: 'old', openedAt: at(1) }),
      session({ sessionId: 'over', openedAt: at(3), state: 'closed' }),
    ]);
    book.add(opened(4, 'newest'));
    expect(book.list().map(({ sessionId }) => sessionId)).toEqual(['newest', 'new', 'old', 'over']);
  });

  it('lets go of the oldest ended sessions and of no open one', () => {
    const ended = Array.from({ length: ENDED_SESSIONS + 3 }, (_, index) =>
      session({ sessionId: `past-${index}`, state: 'closed', openedAt: at(-1000 + index) }),
    );
    book.takeList([session({ sessionId: 'stays' }), ...ended]);
    expect(book.list()).toHaveLength(ENDED_SESSIONS + 1);
    expect(book.get('past-2')).toBeUndefined();
    for (let number = 1; number <= ENDED_SESSIONS + 5; number += 1) {
      book.add(opened(number, `s${number}`));
      book.add(
        event(number + 0.5, 'session:close', { reason: 'client', durationMs: 1, calls: 0 }, `s${number}`),
      );
    }
    expect(book.list()).toHaveLength(ENDED_SESSIONS + 1);
    expect(book.get('s5')).toBeUndefined();
    expect(book.get('s6')).toBeDefined();
    expect(book.get('stays')).toBeDefined();
  });
});
