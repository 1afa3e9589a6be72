import type { Command } from 'commander';
import { LONGEST_WAIT_MS } from '../../server/configuration/variables/log-variables.ts';
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

/** Adds the flags of the server to a command. */
export function addServerFlags(command: Command): void {
  for (const [flag, variable, value] of FLAGS)
    command.option(flag, `the same as the variable ${variable}${value === undefined ? '' : `=${value}`}`);
}

/**
 * Sets the variables of the flags that were given, so that each value is checked in one place and has one error message.
 */
export function setVariables(command: Command): void {
  for (const option of command.options) {
    const [, variable, value] = FLAGS.find(([flag]) => flag === option.flags) ?? [];
    const given: unknown = command.getOptionValue(option.attributeName());
    const set = value ?? given;
    if (variable !== undefined && given !== undefined && typeof set === 'string') process.env[variable] = set;
  }
}
