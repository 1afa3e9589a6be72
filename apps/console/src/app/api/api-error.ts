import type { ErrorBody } from '#contract';

import { retryAfterMs } from '../live/refusal.ts';

/** An answer other than 2xx. `code` is the server's stable one, `UNKNOWN` when it gave none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** When the server wants to be asked again, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Reads the error out of an answer. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  return new ApiError(
    response.status,
    body.error ?? 'UNKNOWN',
    body.message ?? `The server answered ${response.status}.`,
    retryAfterMs(response.headers, Date.now()),
  );
}
