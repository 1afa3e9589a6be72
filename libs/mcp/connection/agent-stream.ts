import type { RawMessage } from '#tools';

/** Where messages go that belong to one HTTP request of an agent, or to none. */
export interface AgentStream {
  /** Resolves once more may be sent. */
  send(message: RawMessage): Promise<void>;
  /** A request of the stream has its answer; without one it was cancelled by the agent, which expects none. */
  settle(answer?: RawMessage): void;
}
