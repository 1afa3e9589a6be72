/** How much is kept so that agents can resume their streams. */
export interface ReplayLimits {
  /** Maximum number of messages per session; 0 keeps nothing, so that streams cannot be resumed. Default: 256. */
  maxMessages?: number;
  /** Maximum bytes of the messages of one session, as JSON. Default: 1 MiB. */
  maxBytes?: number;
  /** Maximum bytes of the messages of all sessions of a tenant. Default: 32 MiB. */
  maxTenantBytes?: number;
  /** Maximum bytes of the messages of all sessions. Default: 64 MiB. */
  maxTotalBytes?: number;
}

/** The limits where no option sets another one. */
export const DEFAULT_REPLAY_LIMITS: Required<ReplayLimits> = {
  maxMessages: 256,
  maxBytes: 1024 * 1024,
  maxTenantBytes: 32 * 1024 * 1024,
  maxTotalBytes: 64 * 1024 * 1024,
};
