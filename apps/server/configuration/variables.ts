import { ADDRESSES, LISTENING } from './access-variables.ts';
import { CALLS } from './call-variables.ts';
import { LIMITS } from './limit-variables.ts';
import { LOG } from './log-variables.ts';

/** Every variable. This table is the only one: parsing, the list of known names and the README follow it. */
export const VARIABLES = { ...LISTENING, ...LOG, ...CALLS, ...LIMITS, ...ADDRESSES } as const;

/** The variable that names the file with the others. It stands in the environment alone. */
export const FILE_VARIABLE = {
  name: 'CROWSNEST_CONFIG',
  meaning:
    'A JSON file with any of these settings under the same names; lists may be arrays. The environment takes precedence.',
} as const;

export type VariableName = keyof typeof VARIABLES;

/** The names of all variables but {@link FILE_VARIABLE}'s. */
export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];
