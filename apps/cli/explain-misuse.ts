import type { Command } from 'commander';
import { MISUSE } from './exit-codes.ts';

/** Explains a command line that is wrong, for a command and all commands below it. */
export function explainMisuse(command: Command): void {
  command
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('Run crowsnest --help for a list of commands.')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSE));
  for (const below of command.commands) explainMisuse(below);
}
