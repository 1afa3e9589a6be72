import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from './configuration/index.ts';

/** The names of what became different in the configuration, such as `admins.ann` or `PORT`. */
export interface ConfigurationChanges {
  added: string[];
  removed: string[];
  changed: string[];
}

/** The settings whose parts have names, which are told one by one. */
const NAMED_APART: ReadonlySet<string> = new Set([
  'admins',
  'ADMIN_TOKENS',
  'agents',
  'AGENT_KEYS',
  'observers',
  'INGEST_KEYS',
  'limits',
  'tenants',
  'eventTypes',
  'alerts',
  'upstreams',
  'mcpServers',
  'CROWSNEST_UPSTREAMS',
]);

/** Compares two configurations by name. Names alone are told: the values may be secrets. */
export function changesBetween(before: Configuration, next: Configuration): ConfigurationChanges {
  const [old, now] = [entriesOf(before), entriesOf(next)];
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed: [...now.keys()].filter(
      (name) => old.has(name) && !isDeepStrictEqual(old.get(name), now.get(name)),
    ),
  };
}

/** The settings, by their names in the file, that two configurations do not have alike. */
export function settingsThatDiffer(
  { given: before }: Configuration,
  { given: next }: Configuration,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(next)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], next[name]));
}

/** By part and name. Two entries may have one name, as when a person gets a new token before the old one is withdrawn. */
function entriesOf(configuration: Configuration): Map<string, unknown> {
  const { adminTokens, agentKeys, ingestKeys, alertRules, alertReceivers, quotas } = configuration;
  const listed = [
    ...adminTokens.map((token) => [`admins.${token.name}`, token] as const),
    ...agentKeys.map((key) => [`agents.${key.name ?? key.tenantId}`, key] as const),
    ...ingestKeys.map((key) => [`observers.${key.name ?? key.tenantId}`, key] as const),
    ...alertRules.map((rule) => [`alerts.rules.${rule.name}`, rule] as const),
    ...alertReceivers.map((receiver) => [`alerts.receivers.${receiver.name}`, receiver] as const),
  ];
  const { tenants, eventTypes: types, upstreams, given } = configuration;
  return new Map<string, unknown>([
    ...Map.groupBy(listed, ([name]) => name),
    ...under('limits', { ...quotas.tenants }),
    ...(quotas.default ? [['limits.default', quotas.default] as const] : []),
    ...under('tenants', tenants),
    ...under('eventTypes', types),
    ...under('upstreams', upstreams),
    ...Object.entries(given).filter(([name]) => !NAMED_APART.has(name)),
  ]);
}

function under(part: string, values: object): (readonly [name: string, value: unknown])[] {
  return Object.entries(values).map(([name, value]) => [`${part}.${name}`, value]);
}
