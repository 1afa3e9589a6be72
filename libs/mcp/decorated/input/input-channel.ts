import type { InputRequest, InputRequiredResult, InputResponse } from '@modelcontextprotocol/server';

/** Carries the questions of one request's handler to the agent, and the answers back. */
export interface InputChannel {
  /** Resolves with an answer that matches the request. Rejects when there is no answer, or none yet. */
  ask(key: string, request: InputRequest, signal: AbortSignal): Promise<InputResponse>;
  /** Resolves with the question that the agent must answer before the request can be answered, if there is one. */
  question(): Promise<InputRequiredResult | undefined>;
}
