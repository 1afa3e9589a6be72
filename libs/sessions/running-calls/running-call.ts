import type { CallId, SessionId } from '#contract';

/** A call that runs in this process, from `RunningCalls.begin` to `RunningCalls.end`. */
export interface RunningCall {
  readonly callId: CallId;
  readonly tool: string;
  readonly sessionId: SessionId;
  readonly tenantId: string;
  /** The id of the principal that sent the call. */
  readonly principalId: string;
  /**
   * Ends the call before its answer: it fails as `cancelled`, its handler's signal is aborted, and the agent, if it can
   * still be reached, gets an answer with `isError` and this text. The call has ended when this returns, and the answer
   * has been sent when it resolves. Never rejects.
   */
  cancel(text: string): Promise<void>;
}
