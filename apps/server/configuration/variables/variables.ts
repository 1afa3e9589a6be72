import { ADDRESSES, LISTENING } from './access-variables.ts';
import { CALLS } from './call-variables.ts';
import { CLUSTER } from './cluster-variables.ts';
import { GATEWAY } from './gateway-variables.ts';
import { LIMITS } from './limit-variables.ts';
import { LOG } from './log-variables.ts';
import { LOGGING } from './logging-variables.ts';
import { TELEMETRY } from './telemetry-variables.ts';

/** Every variable. Parsing, the list of known names and the README are all derived from this table. */
export const VARIABLES = {
  ...LISTENING,
  ...LOG,
  ...CALLS,
  ...GATEWAY,
  ...LIMITS,
  ...ADDRESSES,
  ...CLUSTER,
  ...TELEMETRY,
  ...LOGGING,
} as const;

/** The variable that names the configuration file. It can only be set in the environment. */
export const FILE_VARIABLE = {
  name: 'CROWSNEST_CONFIG',
  meaning:
    'A JSON file with any of these settings under the same names; lists may be arrays. The environment takes precedence.',
} as const;

/** The name of an environment variable. */
export type VariableName = keyof typeof VARIABLES;

/** The names of all variables except {@link FILE_VARIABLE}. */
export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];
