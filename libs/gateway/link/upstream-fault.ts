import type { UpstreamFaultCode } from '#contract';
import type { HttpRefusal } from '#tools';

export type { UpstreamFaultCode };

interface Details {
  /**
   * Whether the message that met the fault may have reached the upstream. Only what certainly has not is sent again.
   * Default: false.
   */
  wasSent?: boolean;
  exitCode?: number | undefined;
  signal?: NodeJS.Signals | undefined;
  /** The end of what the process wrote to stderr, redacted: at most 8 KiB. */
  stderr?: string | undefined;
  /** How the upstream refuses credentials. An agent gets it as it is if they were its own. */
  refusal?: HttpRefusal | undefined;
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
  /** The same fault as another message has met it: whether that may have reached the upstream, and in which words. */
  asMetBy({ wasSent, message = this.message }: { wasSent: boolean; message?: string }): UpstreamFault {
    const { code, exitCode, signal, stderr, refusal } = this;
    return new UpstreamFault(code, message, { wasSent, exitCode, signal, stderr, refusal, cause: this });
  }
}
