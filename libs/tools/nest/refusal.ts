import { ForbiddenException } from '@nestjs/common';
import { readable } from '../results/thrown.ts';

// WHY: Nest's error does not say which guard refused, and only its message identifies it (`nest.spec.ts`).
const NEST_REFUSAL = 'Forbidden resource';

/**
 * Replaces Nest's standard refusal by one that names what was refused. An error that a guard itself threw stays
 * unchanged.
 */
export function explainRefusal(thrown: unknown, what: string): unknown {
  const error = readable(thrown);
  if (!(error instanceof ForbiddenException) || error.message !== NEST_REFUSAL) return error;
  return new ForbiddenException(`Forbidden: you may not use the ${what}`, { cause: error });
}
