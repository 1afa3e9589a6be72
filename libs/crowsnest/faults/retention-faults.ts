import { isAudited, isEventType } from '#contract';
import { dropsSingleEvents, type TenantRetention, type TypeRetention } from '#events';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';
import { tenantFault } from './secret-faults.ts';

const TENANT_REMEDY =
  'Give { "maxAgeMs": MILLISECONDS, "payloadMaxAgeMs": MILLISECONDS }, whole numbers of 1 or more, or leave the tenant out.';
const TYPE_REMEDY = 'Give { "maxAgeMs": MILLISECONDS }, a whole number of 1 or more, for a type of events.';
const LOG_REMEDY = 'Leave it out, so that events.maxAgeMs holds for all events, or use another log.';

/** Returns the faults of how long events, arguments and results of tenants and of types are stored. */
export function retentionFaults({ events }: CrowsnestOptions): OptionFault[] {
  const { tenants = {}, types = {}, log = '' } = events ?? {};
  const faults = [
    ...Object.entries(tenants).flatMap(([name, retention]) => tenantFaults(name, retention)),
    ...Object.entries(types).flatMap(([type, retention]) => typeFaults(type, retention)),
  ];
  if (dropsSingleEvents(log)) return faults;
  const problem = 'cannot hold in a log in NATS, which keeps and drops events in batches';
  return [...faults, ...agesOf(tenants, types).map((option) => ({ option, problem, remedy: LOG_REMEDY }))];
}

function tenantFaults(name: string, retention: TenantRetention | null): OptionFault[] {
  const option = `events.tenants.${name}`;
  return [
    ...tenantFault(`events.tenants (${JSON.stringify(name)})`, name),
    ...ageFault(`${option}.maxAgeMs`, retention?.maxAgeMs, TENANT_REMEDY),
    ...ageFault(`${option}.payloadMaxAgeMs`, retention?.payloadMaxAgeMs, TENANT_REMEDY),
  ];
}

function typeFaults(type: string, retention: TypeRetention | null): OptionFault[] {
  const option = `events.types.${type}`;
  if (!isEventType(type)) return [{ option, problem: 'names no type of events', remedy: TYPE_REMEDY }];
  if (isAudited(type)) {
    const remedy = 'Set events.auditMaxAgeMs, which holds for all of them.';
    return [{ option, problem: 'names a type of the audit trail, which has a time of its own', remedy }];
  }
  return ageFault(`${option}.maxAgeMs`, retention?.maxAgeMs ?? null, TYPE_REMEDY);
}

function ageFault(option: string, ageMs: number | null | undefined, remedy: string): OptionFault[] {
  if (ageMs === undefined || (ageMs !== null && Number.isSafeInteger(ageMs) && ageMs >= 1)) return [];
  return [{ option, problem: `(${String(ageMs)}) is not a whole number of 1 or more`, remedy }];
}

/** The options that let events end before others. */
function agesOf(tenants: object, types: object): string[] {
  const ofTenants = Object.entries(tenants as Record<string, TenantRetention | null>)
    .filter(([, retention]) => retention?.maxAgeMs !== undefined)
    .map(([name]) => `events.tenants.${name}.maxAgeMs`);
  return [...ofTenants, ...Object.keys(types).map((type) => `events.types.${type}`)];
}
