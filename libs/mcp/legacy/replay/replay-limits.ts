/** How much is kept for agents that come back to a stream of theirs. */
export interface ReplayLimits {
  /** Messages of one session; 0 keeps nothing, so that streams cannot be resumed. Default: 256. */
  maxMessages?: number;
  /** Bytes of one session's messages, as JSON. Default: 1 MiB. */
  maxBytes?: number;
  /** Bytes of the messages of all sessions of a tenant. Default: 32 MiB. */
  maxTenantBytes?: number;
  /** Bytes of all sessions' messages together. Default: 64 MiB. */
  maxTotalBytes?: number;
}

export const DEFAULT_REPLAY_LIMITS: Required<ReplayLimits> = {
  maxMessages: 256,
  maxBytes: 1024 * 1024,
  maxTenantBytes: 32 * 1024 * 1024,
  maxTotalBytes: 64 * 1024 * 1024,
};
