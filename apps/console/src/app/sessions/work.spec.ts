import { parseSessionSort, type SessionView } from '#contract';

import { session } from '../../testing/events.ts';
import { groupWork } from './work.ts';

const BEGAN = Date.parse('2026-11-22T08:00:00.000Z');
const timeAt = (minute: number): string => new Date(BEGAN + minute * 60_000).toISOString();

/** A session that opened at one minute and was last seen at another. */
function from(sessionId: string, opened: number, lastSeen: number, more: Partial<SessionView> = {}) {
  return session({
    sessionId,
    openedAt: timeAt(opened),
    lastEventAt: timeAt(lastSeen),
    calls: 1,
    ...(more as object),
  });
}
const closedAt = (minute: number) =>
  ({ state: 'closed', endedAt: timeAt(minute), endReason: 'client' }) as const;

describe('groupWork', () => {
  const idsOf = (...sessions: SessionView[]): string[] =>
    groupWork(sessions, null).map((work) => work.sessions.map(({ sessionId }) => sessionId).join(' '));

  it('joins a session with the one that its client was last seen in, up to 30 minutes before', () => {
    expect(idsOf(from('a', 0, 5, closedAt(5)), from('b', 35, 40))).toEqual(['b a']);
    expect(idsOf(from('a', 0, 5, closedAt(5)), from('b', 36, 40))).toEqual(['b', 'a']);
  });

  it('joins a session with one that was abandoned, before and after that expires', () => {
    const expired = {
      state: 'expired',
      endedAt: timeAt(35),
      endReason: 'idle',
      idleMs: 30 * 60_000,
    } as const;
    expect(idsOf(from('a', 0, 5), from('b', 6, 7))).toEqual(['b a']);
    expect(idsOf(from('a', 0, 35, expired), from('b', 6, 40))).toEqual(['b a']);
  });

  it('keeps sessions apart that are used at the same time, or were opened in the same millisecond', () => {
    expect(idsOf(from('a', 0, 10), from('b', 6, 7))).toEqual(['b', 'a']);
    expect(idsOf(from('a', 0, 0), from('b', 0, 0))).toEqual(['b', 'a']);
  });

  it.each([
    { tenantId: 'other' },
    { principal: 'other' },
    { client: { name: 'other', version: '1.0' } },
    { traceId: 'other' },
  ])('keeps sessions apart that differ in %j', (other) => {
    expect(idsOf(from('a', 0, 5), from('b', 6, 7, other as Partial<SessionView>))).toEqual(['b', 'a']);
  });

  it('joins sessions of different versions of a client', () => {
    expect(
      idsOf(from('a', 0, 5), from('b', 6, 7, { client: { name: 'weather-agent', version: '2' } })),
    ).toEqual(['b a']);
  });

  it('joins each session with one other at most', () => {
    const former = [from('a', 0, 5, closedAt(5)), from('b', 1, 6, closedAt(6))];
    expect(idsOf(...former, from('c', 7, 9), from('d', 8, 9))).toEqual(['c b', 'd a']);
  });

  it('sums up a piece of work as one session: the one that is open, since the first began', () => {
    const first = from('a', 0, 5, { ...closedAt(5), calls: 2, errors: 1 });
    const [work] = groupWork([from('b', 6, 9, { calls: 3, callsInFlight: 1 }), first], null);
    expect(work).toMatchObject({
      key: 'a',
      whole: {
        sessionId: 'b',
        state: 'open',
        openedAt: timeAt(0),
        lastEventAt: timeAt(9),
        calls: 5,
        errors: 1,
        callsInFlight: 1,
      },
    });
  });

  it('leaves a session alone that is one piece of work', () => {
    const alone = from('a', 0, 5);
    expect(groupWork([alone], null)[0]?.whole).toBe(alone);
  });

  it('orders pieces of work by their sums', () => {
    const sessions = [
      from('a', 0, 5, { ...closedAt(5), calls: 2 }),
      from('b', 6, 9, { calls: 2 }),
      from('c', 0, 9, { calls: 3, principal: 'p' }),
    ];
    const keysBy = (sort: string) =>
      groupWork(sessions, parseSessionSort(sort) ?? null).map(({ key }) => key);
    expect(keysBy('-calls')).toEqual(['a', 'c']);
    expect(keysBy('calls')).toEqual(['c', 'a']);
  });
});
