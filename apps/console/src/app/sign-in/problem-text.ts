import { formatCountdown } from '../time/countdown.ts';
import type { SignInProblem } from '../identity/identity.ts';

/** Explains a problem and its remedy. `now` is in milliseconds since 1970. */
export function problemText(problem: SignInProblem, now: number): string {
  switch (problem.kind) {
    case 'wrong-token':
      return 'Unknown token. Use the token of the sign-in link that the server prints when it starts.';
    case 'too-many':
      return problem.retryAt > now
        ? `Too many wrong attempts. Try again in ${formatCountdown(problem.retryAt, now)}.`
        : 'You can try again now.';
    case 'session-ended':
      return 'Your session has ended. Sign in again.';
    case 'failed':
      return problem.message;
    default:
      return problem satisfies never;
  }
}
