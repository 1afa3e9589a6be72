import type { ErrorBody, KeptMoment } from '#contract';

import { retryAfterMs } from './retry-after.ts';

/** An answer other than 2xx. `code` is the server's stable error code, or `UNKNOWN`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The server's `Retry-After`, in milliseconds. */
    readonly retryAfterMs?: number,
    /** The first moment for which the server still has the requested data. */
    readonly kept?: KeptMoment,
  ) {
    super(message);
  }
}

/** Reads the error from the body of an answer. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  return new ApiError(
    response.status,
    body.error ?? 'UNKNOWN',
    body.message ?? `The server answered ${response.status}.`,
    retryAfterMs(response.headers, Date.now()),
    body.kept,
  );
}

/** Returns the reason of a failed request as a sentence for the admin. */
export function failureText(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  return isTimeout ? 'The server does not answer.' : 'The server cannot be reached.';
}
