import { emptySessions, listSessions, reduceSessions, type CrowsnestEvent } from '#contract';

import { event, id, opened } from '../../testing/events.ts';
import { inSessionOrder } from './session-order.ts';

describe('inSessionOrder', () => {
  it('sorts like the server', () => {
    const { timestamp } = opened(4);
    const events: CrowsnestEvent[] = [
      ...['a', 'b', 'c', 'd'].map((name, index) => opened(index + 1, name)),
      { ...opened(5, 'twin-1'), timestamp },
      { ...opened(6, 'twin-2'), timestamp },
      event(7, 'session:close', { reason: 'client', durationMs: 1, calls: 0 }, 'c'),
      event(8, 'session:close', { reason: 'client', durationMs: 1, calls: 0 }, 'a'),
    ];
    const sessions = events.reduce(reduceSessions, emptySessions(id(0)));
    const listed = listSessions(sessions, new Map(), { limit: 100 }).sessions;
    expect(listed).toHaveLength(6);
    expect(inSessionOrder(listed.toReversed())).toEqual(listed);
    expect(inSessionOrder(listed)).toEqual(listed);
  });
});
