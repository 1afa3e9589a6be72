import { LIMIT_NAMES } from '#contract';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';
import { tenantFault } from './secret-faults.ts';

const REMEDY = `Give whole numbers of 1 or more for ${LIMIT_NAMES.join(', ')}, or leave a limit out.`;
const KNOWN: ReadonlySet<string> = new Set(LIMIT_NAMES);

/** Returns the faults of the limits of agents and tenants. */
export function quotaFaults({ quotas, mcp }: CrowsnestOptions): OptionFault[] {
  const { default: byDefault = {}, tenants = {} } = quotas ?? {};
  return [
    ...limitFaults('quotas.default', byDefault),
    ...Object.entries(tenants).flatMap(([name, limits]) => [
      ...tenantFault(`quotas.tenants (${JSON.stringify(name)})`, name),
      ...limitFaults(`quotas.tenants.${name}`, limits),
    ]),
    ...(mcp?.agentKeys ?? []).flatMap(({ limits = {} }, index) =>
      limitFaults(`mcp.agentKeys[${index}].limits`, limits),
    ),
  ];
}

/** Returns the faults of the limits of one agent or tenant. */
function limitFaults(option: string, limits: unknown): OptionFault[] {
  if (typeof limits !== 'object' || limits === null)
    return [{ option, problem: 'is no object of limits', remedy: REMEDY }];
  return Object.entries(limits).flatMap(([name, max]) => {
    if (!KNOWN.has(name)) return [{ option: `${option}.${name}`, problem: 'is not a limit', remedy: REMEDY }];
    if (max === undefined || (Number.isSafeInteger(max) && Number(max) >= 1)) return [];
    const problem = `(${String(max)}) is not a whole number of 1 or more`;
    return [{ option: `${option}.${name}`, problem, remedy: REMEDY }];
  });
}
