import type { RawMessage } from '#tools';
import type { AgentStream } from '../connection/agent-stream.ts';

/** Holds back the answer to `initialize`, which decides whether a session begins. */
export class Handshake implements AgentStream {
  readonly #answered = Promise.withResolvers<RawMessage | undefined>();

  /** `others` takes what the offer sends before its answer. */
  constructor(private readonly others: AgentStream) {}

  /** The answer; undefined if the agent has cancelled its request. */
  get answer(): Promise<RawMessage | undefined> {
    return this.#answered.promise;
  }

  send(message: RawMessage): Promise<void> {
    return this.others.send(message);
  }

  settle(answer?: RawMessage): void {
    this.#answered.resolve(answer);
  }
}
