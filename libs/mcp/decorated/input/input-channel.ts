import type { InputRequest, InputRequiredResult, InputResponse } from '@modelcontextprotocol/server';

/** How a handler's questions reach the agent, and its answers the handler. One for each request. */
export interface InputChannel {
  /** Resolves with the answer, which fits the request; rejects when there is none, or none yet. */
  ask(key: string, request: InputRequest, signal: AbortSignal): Promise<InputResponse>;
  /** What the agent has to be asked before the request can be answered, if anything. */
  question(): Promise<InputRequiredResult | undefined>;
}
