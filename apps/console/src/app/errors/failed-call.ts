import type { CallEnd } from '../analysis/call-end.ts';
import { normalisedMessage } from './normalised-message.ts';

/** A call that failed, with its message as it is compared with others. */
export interface FailedCall extends CallEnd {
  failure: NonNullable<CallEnd['failure']>;
  message: string;
}

/** The calls that failed. Messages are normalised here, a page at a time, so that no turn takes long. */
export function failedCallsOf(ends: readonly CallEnd[]): FailedCall[] {
  const messages = new Map<string, string>();
  return ends.flatMap((end) => {
    const { failure } = end;
    if (!failure) return [];
    const message = messages.get(failure.error) ?? normalisedMessage(failure.error);
    messages.set(failure.error, message);
    return [{ ...end, failure, message }];
  });
}
