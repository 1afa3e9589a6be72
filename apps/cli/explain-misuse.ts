import type { Command } from 'commander';
import { MISUSE } from './exit-codes.ts';

/** The command that runs without a name. What it does not know may be the misspelled name of another one. */
const DEFAULT_COMMAND = 'serve';

/** Explains a command line that is wrong, for a command and all commands below it. Each points to its own help. */
export function explainMisuse(command: Command, path = 'crowsnest'): void {
  command
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(`Run ${path} --help for usage.`)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSE));
  for (const below of command.commands)
    explainMisuse(below, below.name() === DEFAULT_COMMAND ? path : `${path} ${below.name()}`);
}
