import type { SessionView } from '#contract';

import type { CommandState } from '../../commands/command-states.ts';

/** Number of commands on their way at once: the server has other work, too. */
const AT_ONCE = 4;

/** What became of the commands so far. */
export interface EndingTally {
  accepted: number;
  /** Number of sessions by the answer that they got instead. */
  refused: ReadonlyMap<string, number>;
}

/** The tally before the first answer. */
export const NOTHING_ENDED: EndingTally = { accepted: 0, refused: new Map() };

/**
 * Ends sessions, a few at a time, and tells of each answer. Once the signal is aborted it sends no further command, and
 * waits for the answers of those on their way.
 */
export async function endAll(
  sessions: readonly SessionView[],
  end: (session: SessionView) => Promise<CommandState>,
  onTally: (tally: EndingTally) => void,
  signal: AbortSignal,
): Promise<EndingTally> {
  const waiting = sessions.values();
  let tally = NOTHING_ENDED;
  const work = async (): Promise<void> => {
    for (const session of waiting) {
      if (signal.aborted) return;
      const state = await end(session);
      tally = withAnswer(tally, state, session);
      onTally(tally);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return tally;
}

function withAnswer(
  { accepted, refused }: EndingTally,
  state: CommandState,
  { sessionId }: SessionView,
): EndingTally {
  if (state.step !== 'refused') return { accepted: accepted + 1, refused };
  // The same answer to several sessions differs in their ids.
  const answer = state.answer.replaceAll(` ${sessionId}`, '');
  return { accepted, refused: new Map(refused).set(answer, (refused.get(answer) ?? 0) + 1) };
}
