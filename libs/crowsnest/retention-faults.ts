import type { TenantRetention } from '#events';
import type { CrowsnestOptions } from './crowsnest-options.ts';
import type { OptionFault } from './options-error.ts';
import { tenantFault } from './secret-faults.ts';

const REMEDY =
  'Give { "payloadMaxAgeMs": MILLISECONDS }, a whole number of 1 or more, or leave the tenant out.';

/** Returns the faults of how long what belongs to a tenant is stored. */
export function retentionFaults({ events }: CrowsnestOptions): OptionFault[] {
  return Object.entries(events?.tenants ?? {}).flatMap(([name, retention]) => {
    const fault = tenantFault(`events.tenants (${JSON.stringify(name)})`, name);
    const maxAgeMs = (retention as TenantRetention | null)?.payloadMaxAgeMs;
    if (maxAgeMs === undefined || (Number.isSafeInteger(maxAgeMs) && maxAgeMs >= 1)) return fault;
    const problem = `(${String(maxAgeMs)}) is not a whole number of 1 or more`;
    return [...fault, { option: `events.tenants.${name}.payloadMaxAgeMs`, problem, remedy: REMEDY }];
  });
}
