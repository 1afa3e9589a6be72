import { HttpException } from '@nestjs/common';
import type { ErrorBody } from '#contract';

/** A refusal of one request: its status, and the code and message of its body `{ error: CODE, message }`. */
export class EdgeError extends HttpException {
  constructor(
    status: number,
    /** A stable code that programs can rely on, such as `FOREIGN_HOST`. */
    readonly code: string,
    message: string,
    /** Seconds for the header `Retry-After`; undefined sends none. */
    readonly retryAfterSeconds?: number,
  ) {
    super({ error: code, message } satisfies ErrorBody, status);
    this.message = message;
  }
}

/** 401: the request has no credentials, or none that are right. It does not say which. */
export function unauthenticated(message: string): EdgeError {
  return new EdgeError(401, 'UNAUTHENTICATED', message);
}

/** 429: a limit is reached. The message names the limit; the client may try again after some seconds. */
export function tooMany(code: string, message: string, retryAfterSeconds: number): EdgeError {
  const wait = `Try again in ${retryAfterSeconds} s.`;
  return new EdgeError(429, code, `${message} ${wait}`, retryAfterSeconds);
}
