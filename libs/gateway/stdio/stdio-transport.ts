import type { Era } from '#tools';
import { loggableExcerpt } from '#redaction';
import type { Credentials } from '../link/credentials.ts';
import type { LinkListener, LinkOwner, UpstreamLink, UpstreamTransport } from '../link/upstream-link.ts';
import type { SharedOptions, StdioUpstream } from '../upstream-options.ts';
import { childEnvironment } from './child-environment.ts';
import { LastWords } from './last-words.ts';
import type { ProcessGuard } from './process-guard.ts';
import { ProcessOutput } from './process-output.ts';
import { startFaultOf } from './start-fault.ts';
import { StdioLink } from './stdio-link.ts';
import { UpstreamProcess } from './upstream-process.ts';

/** Characters of the command line that are shown. */
const LONGEST_TARGET = 200;

/** Reaches an upstream through processes: each link has its own. */
export class StdioTransport implements UpstreamTransport {
  readonly kind = 'stdio';
  readonly target: string;
  readonly output = new ProcessOutput();

  constructor(
    private readonly name: string,
    private options: StdioUpstream & SharedOptions,
    private readonly guard: ProcessGuard,
  ) {
    this.target = loggableExcerpt([options.command, ...(options.args ?? [])].join(' '), LONGEST_TARGET);
  }

  useCredentials({ env = {} }: Credentials): void {
    this.options = { ...this.options, env };
  }

  async open(_era: Era, _owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink> {
    const { name, options, output, guard } = this;
    const lastWords = new LastWords(options.env);
    const onStderr = (chunk: Buffer): void => {
      output.wroteToStderr(chunk);
      lastWords.push(chunk);
    };
    const env = await childEnvironment(options.env);
    try {
      const child = await UpstreamProcess.start(options, env, { onStderr, guard });
      return new StdioLink(name, child, { listener, output, lastWords });
    } catch (error) {
      throw startFaultOf(name, options, error as NodeJS.ErrnoException);
    }
  }
}

/** The transport of an upstream that is a command. One guard serves the transports of all upstreams. */
export function createStdioTransport(
  name: string,
  options: StdioUpstream & SharedOptions,
  guard: ProcessGuard,
): StdioTransport {
  return new StdioTransport(name, options, guard);
}
