import { normalisedMessage } from '#contract';

import type { CallEnd } from '../analysis/call-end.ts';

/** A failed call with its normalized message. */
export interface FailedCall extends CallEnd {
  failure: NonNullable<CallEnd['failure']>;
  message: string;
}

/** Returns the failed calls. Messages are normalized here, page by page, so that no task takes long. */
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
