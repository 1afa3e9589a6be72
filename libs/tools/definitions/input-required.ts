// A namespace import, because a named import that an old NestJS does not have would fail before Crowsnest can refuse
// that version.
import * as nest from '@nestjs/common';

/**
 * Leaves a handler that has asked a question which the agent has not answered yet (revision 2026-07-28). It is not a
 * failure: the question reaches the agent even if the handler catches this error. Interceptors and filters can
 * recognize it by its class.
 */
export class InputRequired extends nest.IntrinsicException {
  override readonly name = 'InputRequired';

  constructor(readonly key: string) {
    super(`The agent is asked for input first: ${key}`);
  }
}
