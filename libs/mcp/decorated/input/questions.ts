import {
  inputRequired,
  type InputRequest,
  type InputRequiredResult,
  type InputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { InputRequired } from '#tools';
import { digestOf } from './digest.ts';
import { readAnswer } from './input-answer.ts';
import type { InputChannel } from './input-channel.ts';
import type { InputState, RequestStates } from './request-states.ts';

/**
 * Asks in revision 2026-07-28: all open questions go into one `input_required` answer, and the client's retry brings
 * the answers. Answers of earlier rounds come back in the signed state.
 */
export class Questions implements InputChannel {
  readonly #earlier: InputState | undefined;
  readonly #state: InputState = { asked: {}, answers: {} };
  readonly #unanswered: Record<string, InputRequest> = {};

  constructor(
    private readonly context: ServerContext,
    private readonly states: RequestStates,
  ) {
    this.#earlier = context.mcpReq.requestState<InputState>();
  }

  async ask(key: string, request: InputRequest): Promise<InputResponse> {
    if (key in this.#state.answers || key in this.#unanswered)
      throw new Error(`Two requests for input are named "${key}": give each a key of its own`);
    const digest = digestOf(request);
    const response = this.#answerTo(key, digest, request);
    if (response) {
      this.#state.answers[key] = { digest, response };
      return response;
    }
    this.#unanswered[key] = request;
    this.#state.asked[key] = digest;
    throw new InputRequired(key);
  }

  async question(): Promise<InputRequiredResult | undefined> {
    if (Object.keys(this.#unanswered).length === 0) return undefined;
    const requestState = await this.states.mint(this.#state, this.context);
    return inputRequired({ inputRequests: this.#unanswered, requestState });
  }

  // An answer only counts for the question that was asked. Without a state there is nothing to compare with, so the
  // answer is accepted, as it would be after another round.
  #answerTo(key: string, digest: string, request: InputRequest): InputResponse | undefined {
    const earlier = this.#earlier?.answers[key];
    if (earlier?.digest === digest) return earlier.response;
    if (this.#earlier && this.#earlier.asked[key] !== digest) return undefined;
    return readAnswer(this.context.mcpReq.inputResponses, key, request);
  }
}
