/** An invalid option. The texts contain no secret. */
export interface OptionFault {
  /** Its name, such as `mcp.agentKeys[0].key`. */
  option: string;
  problem: string;
  /** How to correct it. */
  remedy: string;
}

/** Thrown for invalid options of `CrowsnestModule`. The message lists every fault. */
export class OptionsError extends Error {
  readonly code = 'BAD_OPTIONS';

  constructor(readonly faults: readonly OptionFault[]) {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    const list = faults.map(({ option, problem, remedy }) => `  ${option} ${problem}\n    ${remedy}`);
    super(`CrowsnestModule cannot start: its options have ${count}.\n\n${list.join('\n\n')}\n`);
    this.name = 'OptionsError';
  }
}
