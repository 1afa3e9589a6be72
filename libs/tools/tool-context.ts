import type { ClientInfo } from '#contract';

/** A step of a long call, sent to the agent when it asked for progress. */
export interface ProgressUpdate {
  progress: number;
  total?: number;
  message?: string;
}

/** What a tool's handler learns of the call that it serves. */
export interface ToolContext {
  /** Aborted when the call is cancelled, times out, or its session ends. */
  signal: AbortSignal;
  /** Tells the agent how far the call has come; does nothing when the agent did not ask. */
  reportProgress(update: ProgressUpdate): Promise<void>;
  sessionId: string;
  tenantId: string;
  client: ClientInfo;
}
