import type { SessionView } from '#contract';

import type { Work } from './work.ts';

/** A row of the table: a piece of work, one of its sessions, or the answer to a command that was refused. */
export type SessionLine =
  | { kind: 'work'; key: string; work: Work; isOpen: boolean }
  | { kind: 'member'; key: string; session: SessionView }
  | { kind: 'answer'; key: string; session: SessionView; answer: string };

/** The rows of pieces of work. `answerTo` is empty where there is no answer. */
export function sessionLines(
  works: readonly Work[],
  isUnfolded: (work: Work) => boolean,
  answerTo: (sessionId: string) => string,
): SessionLine[] {
  return works.flatMap((work): SessionLine[] => {
    const isOpen = work.sessions.length > 1 && isUnfolded(work);
    const members = isOpen ? work.sessions : [];
    return [
      { kind: 'work', key: work.key, work, isOpen },
      ...members.map((session) => ({
        kind: 'member' as const,
        key: `member ${session.sessionId}`,
        session,
      })),
      ...work.sessions.flatMap((session) => {
        const answer = answerTo(session.sessionId);
        const key = `answer ${session.sessionId}`;
        return answer === '' ? [] : [{ kind: 'answer' as const, key, session, answer }];
      }),
    ];
  });
}
