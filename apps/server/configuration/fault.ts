import type { z } from 'zod';

/** One fault in the configuration. Its texts never contain a secret. */
export interface Fault {
  /** The name of the variable, in the environment or in the file. */
  variable: string;
  problem: string;
  /** How to correct it. */
  remedy: string;
}

/** What an issue of a schema says of a value. */
export function problemOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? `has unknown members: ${issue.keys.join(', ')}` : issue.message;
}

/** The configuration is invalid. The message lists every fault and is ready to print. */
export class ConfigurationError extends Error {
  readonly code = 'BAD_CONFIGURATION';

  constructor(readonly faults: readonly Fault[]) {
    super(`Crowsnest cannot start: its configuration has ${listOf(faults)}\n`);
    this.name = 'ConfigurationError';
  }
}

/** The number of the faults, and each with its remedy. */
export function listOf(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  const list = faults.map(({ variable, problem, remedy }) => `  ${variable} ${problem}\n    ${remedy}`);
  return `${count}.\n\n${list.join('\n\n')}`;
}
