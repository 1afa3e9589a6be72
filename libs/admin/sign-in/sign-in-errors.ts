import { ForbiddenException, HttpException, HttpStatus, UnauthorizedException } from '@nestjs/common';
import type { AdminRole, ErrorBody } from '#contract';

/** 401: no credentials, or none that are right. It does not tell which. */
export function unauthenticated(message: string): UnauthorizedException {
  return new UnauthorizedException(body('UNAUTHENTICATED', message));
}

/** 429: too many wrong attempts from this address. */
export class TooManyAttemptsException extends HttpException {
  constructor(readonly retryAfterSeconds: number) {
    const message = `Too many wrong attempts. Try again in ${retryAfterSeconds} s.`;
    super(body('TOO_MANY_ATTEMPTS', message), HttpStatus.TOO_MANY_REQUESTS);
  }
}

/** 403: signed in, and not allowed to do this. */
export function roleMissing(needed: AdminRole): ForbiddenException {
  return new ForbiddenException(body('FORBIDDEN', `This needs the role ${needed}.`));
}

/** 403: a command by cookie that does not come from the server's own pages. */
export function originNeeded(): ForbiddenException {
  const message =
    "A command by cookie needs an Origin header equal to this server's own. Behind a proxy, set " +
    'CROWSNEST_PUBLIC_URL or CROWSNEST_TRUST_PROXY; other programs send Authorization: Bearer.';
  return new ForbiddenException(body('ORIGIN_NEEDED', message));
}

function body(error: string, message: string): ErrorBody {
  return { error, message };
}
