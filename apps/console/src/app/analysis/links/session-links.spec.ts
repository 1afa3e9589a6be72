import { session } from '../../../testing/events.ts';
import { callLinks, NAMED_SESSIONS, sessionsTerm } from './session-links.ts';

describe('the links of sessions', () => {
  const now = Date.parse('2026-11-28T14:30:20.000Z');
  const ended = session({
    state: 'closed',
    openedAt: '2026-11-28T14:00:10.000Z',
    lastEventAt: '2026-11-28T14:05:30.000Z',
    endedAt: '2026-11-28T14:05:10.000Z',
    calls: 3,
    errors: 1,
  });

  it('reach from the beginning of a session to its last event, in whole minutes', () => {
    expect(callLinks([ended], now).calls).toEqual({
      filter: 'session:session-1 type:tool:*',
      from: '2026-11-28T14:00:00.000Z',
      to: '2026-11-28T14:06:00.000Z',
    });
  });

  it('reach to the end of the current minute while calls may follow', () => {
    const to = '2026-11-28T14:31:00.000Z';
    expect(callLinks([{ ...ended, state: 'open' }], now).errors).toMatchObject({ to });
    expect(callLinks([{ ...ended, callsInFlight: 1 }], now).running).toMatchObject({ to });
  });

  it('lead nowhere from zero, and from a latency that is not known', () => {
    const links = callLinks([{ ...ended, errors: 0 }], now);
    expect([links.errors, links.running, links.slower(null)]).toEqual([null, null, null]);
  });

  it('name all sessions of a piece of work, and lead nowhere if they are too many for a URL', () => {
    expect(sessionsTerm(['a', 'b c'])).toBe('session:a,"b c"');
    expect(sessionsTerm(Array.from({ length: NAMED_SESSIONS + 1 }, (_, n) => `s${n}`))).toBeNull();
  });
});
