import { ForbiddenException } from '@nestjs/common';

/** What Nest itself says when a guard returns false. */
const NEST_REFUSAL = 'Forbidden resource';

/** Tells an agent that a guard refused it and what; a guard that threw has said so itself. */
export function explainRefusal(error: unknown, what: string): unknown {
  if (!(error instanceof ForbiddenException) || error.message !== NEST_REFUSAL) return error;
  return new ForbiddenException(`Forbidden: you may not use the ${what}`, { cause: error });
}
