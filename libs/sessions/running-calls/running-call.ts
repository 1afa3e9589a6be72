import type { CallId, SessionId } from '#contract';

/** A call as its creator describes it. */
export interface CallDetails {
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

/** A call that runs in this process, from `RunningCalls.begin` to {@link end}. */
export class RunningCall implements CallDetails {
  readonly callId: CallId;
  readonly tool: string;
  readonly sessionId: SessionId;
  readonly tenantId: string;
  readonly principalId: string;

  constructor(
    private readonly details: CallDetails,
    private readonly onEnd: (call: RunningCall) => void,
  ) {
    this.callId = details.callId;
    this.tool = details.tool;
    this.sessionId = details.sessionId;
    this.tenantId = details.tenantId;
    this.principalId = details.principalId;
  }

  cancel(text: string): Promise<void> {
    return this.details.cancel(text);
  }

  /** Records that the call has ended, for whatever reason. A second call does nothing. */
  end(): void {
    this.onEnd(this);
  }
}
