import { session } from '../../testing/events.ts';
import { sessionRows } from './session-rows.ts';

describe('sessionRows', () => {
  const live = [session({ sessionId: 'a', calls: 2 }), session({ sessionId: 'b' })];
  const older = [session({ sessionId: 'a', calls: 1 }), session({ sessionId: 'c', calls: 3 })];
  const rowsOf = (showAll: boolean): [string, number][] =>
    sessionRows(live, older, showAll).rows.map(({ sessionId, calls }) => [sessionId, calls]);

  it('shows a session of both lists once, as the stream tells it', () => {
    expect(rowsOf(true)).toEqual([
      ['a', 2],
      ['b', 0],
      ['c', 3],
    ]);
  });

  it('leaves out the sessions without a call, and counts them', () => {
    expect(rowsOf(false)).toEqual([
      ['a', 2],
      ['c', 3],
    ]);
    expect(sessionRows(live, older, false).withoutCalls).toBe(1);
  });
});
