import type { HttpRefusal } from '#tools';

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
  /** The upstream does not know its session any more. */
  | 'SESSION_EXPIRED'
  /** A request was not answered in the time that the configuration gives it. */
  | 'TIMEOUT'
  /** A message is longer than the gateway takes. */
  | 'TOO_LONG'
  /** As many calls or processes as the configuration allows are in use, and the queue is full. */
  | 'BUSY'
  /** The upstream failed too often. It is started again on demand of an admin. */
  | 'PARKED'
  /** Crowsnest is shutting down, or the upstream was taken out of the configuration. */
  | 'CLOSED';

interface Details {
  /**
   * Whether the message that met the fault may have reached the upstream. Only what certainly has not is sent again.
   * Default: false.
   */
  wasSent?: boolean;
  exitCode?: number;
  signal?: NodeJS.Signals;
  /** The end of what the process wrote to stderr, redacted: at most 8 KiB. */
  stderr?: string;
  /** How the upstream refuses credentials. An agent gets it as it is if they were its own. */
  refusal?: HttpRefusal;
  cause?: unknown;
}

/** An upstream does not work. The message names the fault and says what to do, without a secret. */
export class UpstreamFault extends Error {
  override readonly name = 'UpstreamFault';
  readonly wasSent: boolean;
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stderr: string | undefined;
  readonly refusal: HttpRefusal | undefined;

  constructor(
    readonly code: UpstreamFaultCode,
    message: string,
    { wasSent = false, exitCode, signal, stderr, refusal, cause }: Details = {},
  ) {
    super(message, { cause });
    this.wasSent = wasSent;
    this.exitCode = exitCode;
    this.signal = signal;
    this.stderr = stderr;
    this.refusal = refusal;
  }
}
