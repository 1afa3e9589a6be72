import type { ErrorBody } from '#contract';
import { CommandFault } from '../command-fault.ts';
import { FAULT, MISUSE } from '../exit-codes.ts';

const BAD_REQUEST = 400;
/** Refusals that the same request may not get later. */
const PASSING = new Set([408, 429]);

/** Why a running server did not do what a command asked. The message says what to do. */
export class ServerFault extends CommandFault {
  override readonly name = 'ServerFault';

  constructor(
    message: string,
    /** The HTTP status of the answer; undefined if there was none. */
    private readonly status?: number,
    /** Milliseconds after which the server wants to be asked again. */
    readonly retryAfterMs?: number,
  ) {
    // A request that is wrong comes from a command line that is.
    super(message, status === BAD_REQUEST ? MISUSE : FAULT);
  }

  /** Reads a refusal. The body of what is no Crowsnest is not repeated. */
  static async of(answer: Response, url: string): Promise<ServerFault> {
    const { message } = (await answer.json().catch(() => ({}))) as Partial<ErrorBody>;
    const said = typeof message === 'string' ? message : 'no Crowsnest is there';
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    return new ServerFault(
      `The server at ${url} answers ${answer.status}: ${said}`,
      answer.status,
      Number.isFinite(seconds) ? seconds * 1_000 : undefined,
    );
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === undefined || this.status >= 500 || PASSING.has(this.status);
  }
}
