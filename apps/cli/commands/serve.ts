import { Command } from 'commander';
import { LONGEST_WAIT_MS } from '../../server/configuration/variables/log-variables.ts';
import { configurationRows } from '../../server/configuration/configuration-table.ts';
import type { FILE_VARIABLE, VariableName } from '../../server/configuration/variables/variables.ts';

/** A flag that takes the value of a variable, or that stands for one. */
type Flag = readonly [flag: string, variable: VariableName | typeof FILE_VARIABLE.name, value?: string];

/** The variables that also have a flag: those that often change from one run to the next. */
const FLAGS: readonly Flag[] = [
  ['-p, --port <number>', 'PORT'],
  ['--host <address>', 'HOST'],
  ['--log <url>', 'CROWSNEST_LOG'],
  ['--wait', 'CROWSNEST_LOG_WAIT_MS', String(LONGEST_WAIT_MS)],
  ['-c, --config <file>', 'CROWSNEST_CONFIG'],
];

/** `crowsnest serve`: runs the server until it is stopped. */
export function serve(): Command {
  const command = new Command('serve')
    .description('run the server: the MCP endpoint, the console and the admin routes')
    .allowExcessArguments()
    .addHelpText('after', environmentHelp);
  for (const [flag, variable, value] of FLAGS)
    command.option(flag, `the same as the variable ${variable}${value === undefined ? '' : `=${value}`}`);
  return command.action(async () => {
    // As the default command, `serve` also receives words that are not a command.
    const [unknown] = command.args;
    if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`);
    for (const [name, value] of flagsGiven(command)) process.env[name] = value;
    await import('../../server/main.ts');
  });
}

// A flag sets its variable, so that each value is checked in one place and has one error message.
function flagsGiven(command: Command): [variable: string, value: string][] {
  return command.options.flatMap((option, index) => {
    const given: unknown = command.getOptionValue(option.attributeName());
    const [, variable, value = given] = FLAGS[index]!;
    return given !== undefined && typeof value === 'string' ? [[variable, value]] : [];
  });
}

function environmentHelp(): string {
  const rows = configurationRows().map(([name, byDefault, meaning]) =>
    `  ${name}${byDefault && ` (default: ${byDefault})`}\n      ${meaning}`.replaceAll('`', ''),
  );
  return `\nEnvironment variables; a flag overrides its variable:\n${rows.join('\n')}`;
}
