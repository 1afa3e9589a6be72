import { UpstreamFault } from '../link/upstream-fault.ts';
import type { ProcessExit } from './upstream-process.ts';

/** The fault of a process that has ended. `stderr`: the end of what it wrote there. */
export function exitFault(
  name: string,
  exit: ProcessExit,
  { hasAnswered, stderr }: { hasAnswered: boolean; stderr: string | undefined },
): UpstreamFault {
  const details = { ...exit, stderr, wasSent: true };
  const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.exitCode ?? 0}`;
  if (hasAnswered) return new UpstreamFault('EXITED', `Upstream "${name}" has ended (${how}).`, details);
  const message = `Upstream "${name}" ended before it had answered (${how}). What it wrote to stderr says why.`;
  return new UpstreamFault('EXITED_EARLY', message, details);
}

/** The fault of a process that runs on without one of its pipes, and is ended for that. */
export function closedPipeFault(name: string, pipe: 'stdin' | 'stdout'): UpstreamFault {
  return new UpstreamFault('EXITED', `Upstream "${name}" has closed its ${pipe}, and was ended.`, {
    wasSent: true,
  });
}

/** The fault of a process whose message cannot be told from others any more, so neither can what follows. */
export function tooLongFault(name: string, maxBytes: number): UpstreamFault {
  const message = `Upstream "${name}" has sent a message of more than ${maxBytes} bytes, and was ended.`;
  return new UpstreamFault('TOO_LONG', message, { wasSent: true });
}

/** The fault of a process that indents its messages. */
export function spreadFault(name: string): UpstreamFault {
  const message = `Upstream "${name}" writes each message over several lines, and was ended. Over stdio a message of MCP is one line: it has to write its JSON without line ends and indentation.`;
  return new UpstreamFault('NOT_MCP', message, { wasSent: true });
}
