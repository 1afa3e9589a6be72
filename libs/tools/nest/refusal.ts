import { ForbiddenException } from '@nestjs/common';
import { readable } from '../results/thrown.ts';

// WHY: Nest's error does not say which guard refused what; it is known by its words alone (`nest.spec.ts`).
const NEST_REFUSAL = 'Forbidden resource';

/** Tells an agent that a guard refused it and what; a guard that threw has said so itself. */
export function explainRefusal(thrown: unknown, what: string): unknown {
  const error = readable(thrown);
  if (!(error instanceof ForbiddenException) || error.message !== NEST_REFUSAL) return error;
  return new ForbiddenException(`Forbidden: you may not use the ${what}`, { cause: error });
}
