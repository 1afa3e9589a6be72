import type { z } from 'zod';
import { problemOf, type Fault } from '../fault.ts';
import type { Given } from './plain-values.ts';
import type { Variable } from './variable.ts';
import { VARIABLE_NAMES, VARIABLES, type VariableName } from './variables.ts';

/** The value of every variable; `undefined` when it is not set and has no default. */
export type Values = {
  [N in VariableName]:
    | z.output<(typeof VARIABLES)[N]['schema']>
    | ((typeof VARIABLES)[N] extends { default: unknown } ? never : undefined);
};

/** Reads every value and collects all faults. An invalid value is left out. */
export function readValues(given: ReadonlyMap<string, Given>): { values: Partial<Values>; faults: Fault[] } {
  const values: Partial<Record<VariableName, unknown>> = {};
  const faults: Fault[] = [];
  for (const name of VARIABLE_NAMES) {
    const variable: Variable = VARIABLES[name];
    const raw = given.get(name) ?? variable.default;
    const result = raw === undefined ? undefined : variable.schema.safeParse(raw);
    if (!result || result.success) values[name] = result?.data;
    else faults.push(...result.error.issues.map((issue) => faultOf(name, variable, raw, issue)));
  }
  return { values: values as Partial<Values>, faults };
}

function faultOf(
  name: string,
  { secret, shown = (text) => text, remedy }: Variable,
  raw: Given | undefined,
  issue: z.core.$ZodIssue,
): Fault {
  const { path } = issue;
  const [index] = path;
  const entry = typeof index === 'number' ? `entry ${index + 1} ` : '';
  const value = secret ? '' : `(${shown(JSON.stringify(raw))}) `;
  const variable = typeof index === 'string' ? [name, ...path].join('.') : name;
  return { variable, problem: `${value}${entry}${problemOf(issue)}`, remedy };
}
