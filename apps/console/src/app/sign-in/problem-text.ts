import { formatCountdown } from '../time/countdown.ts';
import type { SignInProblem } from '../identity/identity.ts';

/** What went wrong, and what to do about it. `now` is milliseconds since 1970. */
export function problemText(problem: SignInProblem, now: number): string {
  switch (problem.kind) {
    case 'wrong-token':
      return 'The server does not know this token. The line it prints at its start has the right one.';
    case 'too-many':
      return problem.retryAt > now
        ? `Too many wrong attempts. Try again in ${formatCountdown(problem.retryAt, now)}.`
        : 'You may try again now.';
    case 'session-ended':
      return 'Your session has ended. Sign in again to go on watching.';
    case 'failed':
      return problem.message;
    default:
      return problem satisfies never;
  }
}
