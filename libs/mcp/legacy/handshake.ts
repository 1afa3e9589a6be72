import type { HttpRefusal, RawMessage } from '#tools';
import type { AgentStream } from '../connection/agent-stream.ts';

/** How an `initialize` ended. Without an answer the agent has cancelled it. */
export interface HandshakeEnd {
  answer?: RawMessage | undefined;
  refusal?: HttpRefusal | undefined;
}

/** Holds back the answer to `initialize`, which decides whether a session begins. */
export class Handshake implements AgentStream {
  readonly #answered = Promise.withResolvers<HandshakeEnd>();

  /** `others` takes what the offer sends before its answer. */
  constructor(private readonly others: AgentStream) {}

  get end(): Promise<HandshakeEnd> {
    return this.#answered.promise;
  }

  send(message: RawMessage): Promise<void> {
    return this.others.send(message);
  }

  settle(answer?: RawMessage, refusal?: HttpRefusal): void {
    this.#answered.resolve({ answer, refusal });
  }
}
