import type { EventOf } from '#contract';

import { failed, SINCE } from '../../../testing/events.ts';
import { groupFailures } from './failure-groups.ts';

describe('groupFailures', () => {
  const failure = (number: number, error: string, sessionId = 'session-1') =>
    ({ ...failed(number, `call-${number}`, error), sessionId }) as unknown as EventOf<'tool:error'>;

  it('counts failures that are alike as one, with the newest group first', () => {
    const groups = groupFailures([
      failure(4, 'No city "Ys"', 'session-2'),
      failure(3, 'Too slow'),
      failure(2, 'No city "Atlantis"'),
      failure(1, 'No city "Mu"'),
    ]);
    expect(groups).toMatchObject([
      { message: 'No city ‹text›', count: 3, sessions: 2, latest: { id: '4' } },
      { message: 'Too slow', count: 1, sessions: 1, latest: { id: '3' } },
    ]);
    expect(groups.map(({ from, to }) => [from, to].map((at) => Date.parse(at) - Date.parse(SINCE)))).toEqual([
      [1_000, 4_000],
      [3_000, 3_000],
    ]);
  });
});
