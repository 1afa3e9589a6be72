import { BadRequestException, NotFoundException } from '@nestjs/common';
import type { ErrorBody, KeptMoment } from '#contract';
import { cutText } from '#redaction';

/** 400 with a code that programs can rely on. */
export function badRequest(error: string, message: string, position?: number): BadRequestException {
  return new BadRequestException({
    error,
    message,
    ...(position !== undefined && { position }),
  } satisfies ErrorBody);
}

/** 404: what was asked for is not known any more. `kept` is the first moment that is. */
export function notFound(error: string, message: string, kept?: KeptMoment): NotFoundException {
  return new NotFoundException({ error, message, ...(kept && { kept }) } satisfies ErrorBody);
}

/** 404: the session never existed, was forgotten, or belongs to a tenant that the admin may not see. */
export function sessionNotFound(sessionId: string): NotFoundException {
  return notFound('SESSION_NOT_FOUND', `There is no session ${cutText(sessionId, 100)}`);
}

/** 404: no tool of this name was offered as far as is known. */
export function toolNotFound(tool: string): NotFoundException {
  return notFound('TOOL_NOT_FOUND', `There is no tool ${cutText(tool, 100)}`);
}
