import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import type { LinkListener } from '../../link/upstream-link.ts';
import { inputRequiredAnswer, modernAnswer, type Initialized } from './modern-answer.ts';

/** The request of an agent that waits for the answer of a call. */
export interface WaitingAgent {
  readonly id: RequestId;
  readonly listener: LinkListener;
}

/**
 * A request to an upstream of the older era. While the upstream asks for input it is held, and no request of the agent
 * waits for it: the agent was answered with the questions, and comes back with the answers.
 */
export class HeldCall {
  readonly #questions = new Map<string, JSONRPCRequest>();
  #asked = 0;
  #answer: RawMessage | undefined;
  #agent: WaitingAgent | undefined;
  #isOver = false;

  constructor(
    /** The id under which the upstream knows it. */
    readonly id: number,
    readonly request: JSONRPCRequest,
    /** Names the call to its agent. */
    readonly state: string,
    private readonly upstream: Initialized,
    agent: WaitingAgent,
  ) {
    this.#agent = agent;
  }

  /** The request of the agent that waits; undefined while the call is held. */
  get agent(): WaitingAgent | undefined {
    return this.#agent;
  }

  /** The ids of the upstream's requests that the agent has not answered. */
  get unanswered(): RequestId[] {
    return [...this.#questions.values()].map(({ id }) => id);
  }

  /** Whether the agent has its answer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes a request of the upstream for input. */
  ask(question: JSONRPCRequest): void {
    this.#asked += 1;
    this.#questions.set(`question-${this.#asked}`, question);
    this.#tell();
  }

  /** The upstream no longer wants the answer to a request. */
  withdraw(questionId: RequestId): void {
    for (const [key, { id }] of this.#questions) if (id === questionId) this.#questions.delete(key);
  }

  /** Takes the answer of the upstream. */
  answer(answer: RawMessage): void {
    this.#answer = answer;
    this.#questions.clear();
    this.#tell();
  }

  /** The agent is back with answers. Returns those that the upstream waits for, by the ids of its requests. */
  resume(agent: WaitingAgent, responses: Record<string, unknown>): [id: RequestId, response: unknown][] {
    this.#agent = agent;
    const answered = [...this.#questions].filter(([key]) => Object.hasOwn(responses, key));
    for (const [key] of answered) this.#questions.delete(key);
    this.#tell();
    return answered.map(([key, { id }]) => [id, responses[key]]);
  }

  /** Answers the agent, if it waits and there is something to tell. */
  #tell(): void {
    const agent = this.#agent;
    if (!agent) return;
    const answer = this.#answer
      ? modernAnswer(this.#answer.withId(agent.id), this.request.method, this.upstream)
      : this.#questionFor(agent);
    if (!answer) return;
    this.#agent = undefined;
    this.#isOver = this.#answer !== undefined;
    void agent.listener.message(answer);
  }

  #questionFor({ id }: WaitingAgent): RawMessage | undefined {
    if (this.#questions.size === 0) return undefined;
    const requests = [...this.#questions].map(
      ([key, { method, params }]) => [key, { method, ...(params && { params }) }] as const,
    );
    return inputRequiredAnswer(id, Object.fromEntries(requests), this.state);
  }
}
