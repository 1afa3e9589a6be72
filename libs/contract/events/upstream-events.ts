/** What can be wrong with an upstream. Each code is stable, for programs and tests. */
export type UpstreamFaultCode =
  /** The command does not exist, or may not be executed. */
  | 'COMMAND_NOT_FOUND'
  /** The system does not start the command for another reason, such as too many processes. */
  | 'START_FAILED'
  /** The process ended before it had answered its first request. */
  | 'EXITED_EARLY'
  /** The process ended while it was in use. */
  | 'EXITED'
  /** The first request was not answered in time. */
  | 'HANDSHAKE_TIMEOUT'
  /** What answers does not speak MCP. */
  | 'NOT_MCP'
  /** The upstream answered 401 or 403. Nothing is tried again until its credentials change. */
  | 'UNAUTHORIZED'
  /** The host has no address. */
  | 'DNS'
  /** The certificate is refused, or TLS fails. */
  | 'TLS'
  /** The connection is refused, reset, or not made in time. */
  | 'UNREACHABLE'
  /** The upstream answered with another HTTP error. */
  | 'HTTP_ERROR'
  /** The upstream no longer knows its session. */
  | 'SESSION_EXPIRED'
  /** A request was not answered in the time that the configuration gives it. */
  | 'TIMEOUT'
  /** A message is longer than the gateway takes. */
  | 'TOO_LONG'
  /** As many calls or processes as the configuration allows are in use, and the queue is full. */
  | 'BUSY'
  /** The upstream failed too often. It is started again on demand of an admin. */
  | 'PARKED'
  /** An admin has restarted the upstream. */
  | 'RESTARTED'
  /** Crowsnest is shutting down, or the upstream was taken out of the configuration. */
  | 'CLOSED';

/** An upstream works: it has answered for the first time, or for the first time since it failed. */
export interface UpstreamUpData {
  upstream: string;
  /** The instance whose upstream it is, if there are several: each has its own processes and sessions. */
  instance?: string;
  /** For how many milliseconds it had failed; missing if it had not. */
  downMs?: number;
}

/**
 * An upstream failed. The agents' sessions continue: their next request starts it again, unless the reason forbids
 * that.
 */
export interface UpstreamDownData {
  upstream: string;
  /** The instance whose upstream it is, if there are several. */
  instance?: string;
  reason: UpstreamFaultCode;
  /** The fault in words, with what to do. */
  message: string;
  exitCode?: number;
  signal?: string;
  /** The end of what the process wrote to stderr, redacted: at most 8 KiB. */
  stderr?: string;
}
