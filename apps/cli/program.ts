import { Command } from 'commander';
import { audit } from './commands/audit.ts';
import { configSchema } from './commands/config-schema.ts';
import { log } from './commands/log.ts';
import { serve } from './commands/serve.ts';
import { token } from './commands/token.ts';

/** The exit code for an invalid command line, as in shells and most programs. */
const MISUSE = 2;

/** The command line. Each command is a file in `commands/` and is added here. `serve` runs by default. */
export function program(version: string): Command {
  const root = new Command('crowsnest')
    .description('A live lookout over every agent on your MCP server.')
    .version(version, '-v, --version', 'print the version')
    .addCommand(serve(), { isDefault: true })
    .addCommand(log())
    .addCommand(audit())
    .addCommand(configSchema())
    .addCommand(token());
  explainMisuse(root);
  return root;
}

/** Explains a command line that is wrong, for a command and all commands below it. */
function explainMisuse(command: Command): void {
  command
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('Run crowsnest --help to see what there is.')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSE));
  for (const below of command.commands) explainMisuse(below);
}
