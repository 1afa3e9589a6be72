// As a whole: an import of what an old NestJS does not have would fail before its refusal.
import * as nest from '@nestjs/common';

/**
 * Leaves a handler whose question the agent has yet to answer (revision 2026-07-28). It is no failure:
 * the question reaches the agent whatever becomes of this, and an interceptor or filter that sees it pass
 * may tell it by its class.
 */
export class InputRequired extends nest.IntrinsicException {
  override readonly name = 'InputRequired';

  constructor(readonly key: string) {
    super(`The agent is asked for input first: ${key}`);
  }
}
