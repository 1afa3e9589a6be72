import type { CommandState } from '../../commands/command-states.ts';
import { session } from '../../../testing/events.ts';
import { endAll, type EndingTally } from './end-all.ts';

const sessions = Array.from({ length: 10 }, (_, n) => session({ sessionId: `s${n}` }));

describe('endAll', () => {
  it('sends a few commands at a time, and one for each session', async () => {
    const ended: string[] = [];
    let most = 0;
    let running = 0;
    const end = async ({ sessionId }: { sessionId: string }): Promise<CommandState> => {
      ended.push(sessionId);
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
      return { step: 'accepted' };
    };
    const tallies: EndingTally[] = [];
    const last = await endAll(
      sessions,
      end,
      (tally) => void tallies.push(tally),
      new AbortController().signal,
    );
    expect(ended).toEqual(sessions.map(({ sessionId }) => sessionId));
    expect(most).toBe(4);
    expect(tallies).toHaveLength(10);
    expect(last).toEqual({ accepted: 10, refused: new Map() });
  });

  it('counts the same answers together, whatever session they name', async () => {
    const end = ({ sessionId }: { sessionId: string }): Promise<CommandState> =>
      Promise.resolve({ step: 'refused', answer: `The session ${sessionId} has ended already` });
    const tally = await endAll(sessions, end, () => undefined, new AbortController().signal);
    expect(tally).toEqual({ accepted: 0, refused: new Map([['The session has ended already', 10]]) });
  });

  it('sends nothing more once it is stopped', async () => {
    const stop = new AbortController();
    const end = (): Promise<CommandState> => {
      stop.abort();
      return Promise.resolve({ step: 'accepted' });
    };
    // The others begin in the same task.
    expect((await endAll(sessions, end, () => undefined, stop.signal)).accepted).toBe(1);
  });
});
