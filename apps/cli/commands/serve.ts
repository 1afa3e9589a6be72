import { Command } from 'commander';
import { configurationRows } from '../../server/configuration/configuration-table.ts';
import { addServerFlags, setVariables } from './server-flags.ts';

/** `crowsnest serve`: runs the server until it is stopped. */
export function serve(): Command {
  const command = new Command('serve')
    .description('run the server: the MCP endpoint, the console and the admin routes')
    .allowExcessArguments()
    .addHelpText('after', environmentHelp);
  addServerFlags(command);
  return command.action(async () => {
    // As the default command, `serve` also receives words that are not a command.
    const [unknown] = command.args;
    if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`);
    setVariables(command);
    await import('../../server/main.ts');
  });
}

function environmentHelp(): string {
  const rows = configurationRows().map(([name, byDefault, meaning]) =>
    `  ${name}${byDefault && ` (default: ${byDefault})`}\n      ${meaning}`.replaceAll('`', ''),
  );
  return `\nEnvironment variables; a flag overrides its variable:\n${rows.join('\n')}`;
}
