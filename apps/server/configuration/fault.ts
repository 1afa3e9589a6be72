/** One thing that is wrong with the configuration. Neither text repeats a secret. */
export interface Fault {
  /** The variable's name, as it stands in the environment and in the file. */
  variable: string;
  problem: string;
  /** How to mend it. */
  remedy: string;
}

/** The configuration is wrong; its message lists every fault, and is meant to be printed as it is. */
export class ConfigurationError extends Error {
  readonly code = 'BAD_CONFIGURATION';

  constructor(readonly faults: readonly Fault[]) {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    const list = faults.map(({ variable, problem, remedy }) => `  ${variable} ${problem}\n    ${remedy}`);
    super(`Crowsnest cannot start: its configuration has ${count}.\n\n${list.join('\n\n')}\n`);
    this.name = 'ConfigurationError';
  }
}
