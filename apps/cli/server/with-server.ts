import { CommandFault } from '../command-fault.ts';
import { Server } from './server.ts';

/** Does the work of a command. Says on standard error why it failed, and sets the exit code. */
export async function withServer(work: (server: Server) => Promise<void>): Promise<void> {
  try {
    await work(Server.ofEnvironment());
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
