import { existsSync } from 'node:fs';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { StdioUpstream } from '../upstream-options.ts';

/** Why a process could not be started, with what to do. */
export function startFaultOf(
  name: string,
  { command, cwd }: StdioUpstream,
  error: NodeJS.ErrnoException,
): UpstreamFault {
  const cannot = `Upstream "${name}" cannot be started: `;
  // The system reports a missing folder like a missing command.
  if (cwd !== undefined && !existsSync(cwd))
    return new UpstreamFault('COMMAND_NOT_FOUND', `${cannot}there is no folder "${cwd}". Correct its "cwd".`);
  switch (error.code) {
    case 'ENOENT':
      return new UpstreamFault('COMMAND_NOT_FOUND', cannot + missing(command), { cause: error });
    case 'EACCES':
    case 'ENOTDIR':
      return new UpstreamFault('COMMAND_NOT_FOUND', cannot + forbidden(command), { cause: error });
    default: {
      const message = `${cannot}the system does not start "${command}" (${error.code ?? error.message}).`;
      return new UpstreamFault('START_FAILED', message, { cause: error });
    }
  }
}

function missing(command: string): string {
  if (command.includes('/')) return `there is no "${command}". Correct its "command".`;
  return `"${command}" is not on the PATH of Crowsnest. Install it, or give its full path as "command".`;
}

function forbidden(command: string): string {
  return `Crowsnest may not execute "${command}". Make it executable, or correct its "command".`;
}
