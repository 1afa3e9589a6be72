import { ConflictException, NotFoundException } from '@nestjs/common';
import type { ErrorBody } from '#contract';
import { cutText } from '#redaction';

/** 409: the session has already ended. */
export function sessionEnded(sessionId: string): ConflictException {
  return new ConflictException(body('SESSION_ENDED', `The session ${sessionId} has ended already`));
}

/** 409: the call has already ended. */
export function callEnded(callId: string): ConflictException {
  return new ConflictException(body('CALL_ENDED', `The call ${callId} has ended already`));
}

/** 409: what an observer outside has told of is served elsewhere. */
export function observedOutside(what: string): ConflictException {
  const message = `The ${what} is served outside: Crowsnest observes it, and cannot end it. End it where it is served.`;
  return new ConflictException(body('OBSERVED_OUTSIDE', message));
}

/** 404: the call never existed, was forgotten, or belongs to a tenant that the admin may not see. */
export function callNotFound(callId: string): NotFoundException {
  return new NotFoundException(body('CALL_NOT_FOUND', `There is no call ${cutText(callId, 100)}`));
}

/** 404: the log has no event of the tenant, or the admin may not see it. */
export function tenantNotFound(tenantId: string): NotFoundException {
  return new NotFoundException(body('TENANT_NOT_FOUND', `There is no tenant ${cutText(tenantId, 100)}`));
}

/** 409: payloads are being erased already. One erasure at a time bounds what it costs the log. */
export function erasureRunning(): ConflictException {
  const message = 'Arguments and results are being erased already. Try again once that has been answered.';
  return new ConflictException(body('ERASURE_RUNNING', message));
}

function body(error: string, message: string): ErrorBody {
  return { error, message };
}
