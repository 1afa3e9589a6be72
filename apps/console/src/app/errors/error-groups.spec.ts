import { stepWeights, trendOf } from '../analysis/trend.ts';
import { done, event, failed } from '../../testing/events.ts';
import { callEndsOf } from '../analysis/call-end.ts';
import { errorGroupsOf, type ErrorGroup } from './error-groups.ts';
import { failedCallsOf } from './failed-call.ts';

const SESSIONS: Record<string, string> = { 'session-1': 'desk', 'session-2': 'desk', 'session-3': 'ops' };

function timedOut(number: number, sessionId: string) {
  const data = {
    callId: `t${number}`,
    tool: 'get_weather',
    durationMs: 80,
    error: 'No such city',
    kind: 'timeout',
  };
  return event(number, 'tool:error', data as never, sessionId);
}

function groupsOf(...events: Parameters<typeof callEndsOf>[0]): ErrorGroup[] {
  return errorGroupsOf(failedCallsOf(callEndsOf(events)), (sessionId) => SESSIONS[sessionId] ?? '');
}

describe('errorGroupsOf', () => {
  const events = [
    failed(1, 'a', 'No city "Atlantis"'),
    done(2, 'b'),
    { ...failed(3, 'c', 'No city "Ys"'), sessionId: 'session-2' } as never,
    { ...failed(9, 'd', 'No city "Mu"'), sessionId: 'session-3' } as never,
    timedOut(10, 'session-1'),
  ];

  it('groups failures that differ in their quoted texts alone, and no other kind with them', () => {
    const [cities, late, ...others] = groupsOf(...events);
    expect([cities?.calls.length, late?.calls.length, others]).toEqual([3, 1, []]);
    expect([cities?.kind, late?.kind]).toEqual(['tool', 'timeout']);
  });

  it('tells when a group was first and last seen, and how many sessions and clients it hit', () => {
    const [cities] = groupsOf(...events);
    expect((cities?.last ?? 0) - (cities?.first ?? 0)).toBe(8_000);
    expect([cities?.sessions, cities?.clients]).toEqual([3, 2]);
  });

  it('has a trend of its calls alone', () => {
    const [cities, late] = groupsOf(...events);
    const from = cities?.first ?? 0;
    const steps = stepWeights({ from, to: from + 10_000, stepMs: 2_000 });
    const sums = [cities, late].map((group) => trendOf(group?.calls ?? [], steps));
    expect(sums.map((counts) => counts.filter((count) => count > 0))).toEqual([[1, 1, 1], [1]]);
  });

  it('has the same key whatever else there is, for its link', () => {
    const [cities] = groupsOf(...events);
    const again = groupsOf(timedOut(20, 'session-1'), failed(21, 'x', 'No city "Lyonesse"'));
    expect(again.map(({ key }) => key)).toContain(cities?.key);
  });
});
