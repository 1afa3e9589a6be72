import type { HttpRefusal, RawMessage } from '#tools';

/** Carries the messages that belong to one HTTP request of an agent, or to no request. */
export interface AgentStream {
  /** Whether the agent reads it now, where that may change. */
  readonly isOpen?: boolean;
  /** Resolves when more may be sent. */
  send(message: RawMessage): Promise<void>;
  /**
   * Ends a request of the stream with its answer. Without an answer, the agent has cancelled the request and expects
   * none. A refusal determines the response where its headers are not sent yet.
   */
  settle(answer?: RawMessage, refusal?: HttpRefusal): void;
}
